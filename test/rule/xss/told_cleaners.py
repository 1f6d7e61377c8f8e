import bleach
import nh3

WIDE = frozenset({"b", "iframe", "script"})


def a(text):
    return bleach.clean(text, tags=["b", "script"])  # want: xss


def b(text):
    return bleach.clean(text, tags=WIDE)  # want: xss


def c(text):
    return bleach.clean(text, tags={"a"}, attributes={"*": ["href", "onclick"]})  # want: xss


def d(text):
    return nh3.clean(text, tags={"b", "script"})  # want: xss


def e(text):
    return bleach.clean(text, tags=bleach.ALLOWED_TAGS | {"p", "br"})  # fine: xss


def f(text):
    return nh3.clean(text, tags={"b", "i"}, url_schemes={"https"})  # fine: xss

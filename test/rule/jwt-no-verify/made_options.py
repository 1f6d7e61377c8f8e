import jwt
KEY = open("k").read()
TIMES = {"verify_exp": True}
OFF = {"verify_signature": False}


def options():
    return {"verify_signature": False}


def strict(more=None):
    return {"verify_signature": True, **(more or {})}


def a(t):
    return jwt.decode(t, KEY, algorithms=["HS256"], options=dict(verify_signature=False))["sub"]  # want: jwt-no-verify


def b(t):
    return jwt.decode(t, KEY, algorithms=["HS256"], options={**TIMES, **OFF})["sub"]  # want: jwt-no-verify


def c(t):
    return jwt.decode(t, KEY, algorithms=["HS256"], options=TIMES | OFF)["sub"]  # want: jwt-no-verify


def d(t):
    return jwt.decode(t, KEY, algorithms=["HS256"], options=options())["sub"]  # want: jwt-no-verify


def e(t):
    chosen = {}
    chosen["verify_signature"] = False
    return jwt.decode(t, KEY, algorithms=["HS256"], options=chosen)["sub"]  # want: jwt-no-verify


def g(t):
    chosen = {"verify_signature": True}
    chosen.update(verify_signature=False)
    return jwt.decode(t, KEY, algorithms=["HS256"], options=chosen)["sub"]  # want: jwt-no-verify


def h(t):
    return jwt.decode(t, KEY, algorithms=["HS256"], options={**OFF, "verify_signature": True})["sub"]  # fine: jwt-no-verify


def i(t):
    return jwt.decode(t, KEY, algorithms=["HS256"], options=strict())["sub"]  # fine: jwt-no-verify


def j(t):
    return jwt.decode(t, KEY, algorithms=["HS256"], options=dict(verify_exp=False))["sub"]  # fine: jwt-no-verify


def k(t):
    chosen = options()
    chosen["verify_signature"] = True
    return jwt.decode(t, KEY, algorithms=["HS256"], options=chosen)["sub"]  # fine: jwt-no-verify


def m(t, given):
    return jwt.decode(t, KEY, algorithms=["HS256"], options=given)["sub"]  # fine: jwt-no-verify

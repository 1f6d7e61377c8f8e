from bottle import post, request
from falcon import Request

from .mail import send
from .tokens import make_token

BASE = "https://shop.example"


def absolute(path):
    scheme, host = request.urlparts[:2]  # want: poisoned-link
    return "%s://%s%s" % (scheme, host, path)


def absolute_behind_proxy(path):
    host = request.get_header("X-Forwarded-Host", "shop.example")  # want: poisoned-link
    return "https://" + host + path


def configured(path):
    return BASE + path


def here():
    return request.urlparts.path  # fine: poisoned-link


def page_link(path):
    scheme, host = request.urlparts[:2]  # fine: poisoned-link
    return "%s://%s%s" % (scheme, host, path)


@post("/forgot")
def forgot():
    user = request.forms.get("user")
    send(user, absolute("/password/" + make_token(user)))
    send(user, absolute_behind_proxy("/password/" + make_token(user)))
    send(user, configured("/password/" + make_token(user)))
    return ""


@post("/share")
def share():
    return page_link("/pages/" + request.forms.get("page"))

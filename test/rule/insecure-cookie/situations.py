from flask import make_response
from starlette.middleware.sessions import SessionMiddleware
from django.http import HttpResponse
SESSION_COOKIE_SECURE = False  # want: insecure-cookie
def a(token):
    r = make_response("x")
    r.set_cookie("auth_token", token)  # want: insecure-cookie
    return r
def b(sid):
    r = HttpResponse("x")
    r.set_cookie("sid", sid, httponly=True)  # want: insecure-cookie
    return r
def c(app):
    app.add_middleware(SessionMiddleware, secret_key=app.key)  # want: insecure-cookie
def d(token):
    r = make_response("x")
    r.set_cookie("auth_token", token, secure=True, httponly=True)
    return r  # fine: insecure-cookie
def e(app):
    app.add_middleware(SessionMiddleware, secret_key=app.key, https_only=True)  # fine: insecure-cookie
def f():
    r = make_response("x")
    r.set_cookie("session", "", max_age=0)
    return r  # fine: insecure-cookie

import os
import secrets

from flask import Flask, make_response
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware

app = Flask(__name__)
BASE = {"httponly": True, "secure": True, "samesite": "Lax"}
LOOSE = {"secure": False, "max_age": 60}
TIGHT = {"samesite": "Strict"}
PLAIN = dict(secret_key=os.environ["KEY"], same_site="lax")
SAFE = dict(secret_key=os.environ["KEY"])
SAFE["https_only"] = True
ONLY_DEV = {"secret_key": os.environ["KEY"], "https_only": os.environ.get("ENV") == "test"}
NOT_DEV = {"secret_key": os.environ["KEY"], "https_only": os.environ.get("ENV") != "test"}


def login():
    reply = make_response("ok")
    reply.set_cookie("session", secrets.token_hex(), **{**BASE, **LOOSE})  # want: insecure-cookie
    reply.set_cookie("session", secrets.token_hex(), **{**BASE, **TIGHT})  # fine: insecure-cookie
    reply.set_cookie("session", secrets.token_hex(), **(BASE | LOOSE))  # want: insecure-cookie
    reply.set_cookie("session", secrets.token_hex(), **(LOOSE | BASE))  # fine: insecure-cookie
    reply.set_cookie("session", secrets.token_hex(), secure=app.debug, httponly=True)  # want: insecure-cookie
    reply.set_cookie("session", secrets.token_hex(), secure=not app.debug, httponly=True)  # fine: insecure-cookie
    return reply


one = Starlette(middleware=[Middleware(SessionMiddleware, **PLAIN)])  # want: insecure-cookie
two = Starlette(middleware=[Middleware(SessionMiddleware, **SAFE)])  # fine: insecure-cookie
three = Starlette(middleware=[Middleware(SessionMiddleware, **ONLY_DEV)])  # want: insecure-cookie
four = Starlette(middleware=[Middleware(SessionMiddleware, **NOT_DEV)])  # fine: insecure-cookie


class Config:
    SESSION_COOKIE_SECURE = os.environ.get("ENV") == "development"  # want: insecure-cookie
    CSRF_COOKIE_SECURE = os.environ.get("ENV") == "production"  # fine: insecure-cookie

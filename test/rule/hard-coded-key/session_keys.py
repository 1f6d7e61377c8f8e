import base64
import os
from aiohttp_session import setup
from aiohttp_session.cookie_storage import EncryptedCookieStorage
from bottle import request, response, route
from django.core.signing import Signer
from pyramid.authentication import AuthTktAuthenticationPolicy, AuthTktCookieHelper
from pyramid.session import SignedCookieSessionFactory
KEY = b"Thirty  two  length  bytes  key."
FROM_ENV = os.environ["KEY"]


def start(app, given):
    setup(app, EncryptedCookieStorage(b"Thirty  two  length  bytes  key."))  # want: hard-coded-key
    setup(app, EncryptedCookieStorage(KEY))  # want: hard-coded-key
    setup(app, EncryptedCookieStorage(base64.urlsafe_b64decode("VGhpcnR5ICB0d28gIGxlbmd0aCAgYnl0ZXMgIGtleS4=")))  # want: hard-coded-key
    setup(app, EncryptedCookieStorage(base64.urlsafe_b64decode(FROM_ENV)))  # fine: hard-coded-key
    setup(app, EncryptedCookieStorage(given))  # fine: hard-coded-key


def tickets():
    yield AuthTktAuthenticationPolicy("seekrit-ticket")  # want: hard-coded-key
    yield AuthTktAuthenticationPolicy(secret="seekrit-ticket", hashalg="sha512")  # want: hard-coded-key
    yield AuthTktCookieHelper("seekrit-ticket")  # want: hard-coded-key
    yield SignedCookieSessionFactory("seekrit-session")  # want: hard-coded-key
    yield SignedCookieSessionFactory(FROM_ENV)  # fine: hard-coded-key
    yield Signer(key="correct horse")  # want: hard-coded-key
    yield Signer(salt="names")  # fine: hard-coded-key


@route("/x")
def x():
    response.set_cookie("account", "x", secret="correct horse", secure=True, httponly=True)  # want: hard-coded-key
    response.set_cookie("seen", "x", secure=True, httponly=True)  # fine: hard-coded-key
    response.set_cookie("seen", "x", secret=None, secure=True, httponly=True)  # fine: hard-coded-key
    if request.get_cookie("account", secret=FROM_ENV):  # fine: hard-coded-key
        return "yes"
    return request.get_cookie("account", secret="correct horse")  # want: hard-coded-key

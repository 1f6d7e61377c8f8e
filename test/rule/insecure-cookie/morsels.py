from http.cookies import SimpleCookie
from flask import Flask

app = Flask(__name__)
app.config["JWT_COOKIE_SECURE"] = False  # want: insecure-cookie


def header(sid):
    cookie = SimpleCookie()
    cookie["session"] = sid
    cookie["session"]["secure"] = False  # want: insecure-cookie
    cookie["session"]["httponly"] = False  # want: insecure-cookie
    return cookie.output()


def theme(name):
    cookie = SimpleCookie()
    cookie["theme"] = name
    cookie["theme"]["httponly"] = False  # fine: insecure-cookie
    return cookie.output()


def whole(sid):
    cookie = SimpleCookie()
    cookie["session"] = sid
    cookie["session"]["secure"] = True  # fine: insecure-cookie
    cookie["session"]["httponly"] = True  # fine: insecure-cookie
    return cookie.output()


def numbers(sid):
    cookie = SimpleCookie({"auth_token": sid})
    cookie["auth_token"]["secure"] = 0  # want: insecure-cookie
    cookie["auth_token"]["max-age"] = 0  # fine: insecure-cookie
    return cookie.output()

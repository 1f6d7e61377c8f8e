import base64
import hmac
import json
import os
import jwt
from bottle import request as asked, route
from django.http import HttpResponseForbidden
from fastapi import Cookie, FastAPI, Header, HTTPException
from flask import Flask, abort, request, session
from tornado.web import RequestHandler
app = Flask(__name__)
api = FastAPI()


@app.post("/a")
def a():
    if request.cookies.get("admin") == "1":  # want: untrusted-decision
        wipe()
    if session.get("admin") == "1":  # fine: untrusted-decision
        wipe()
    if request.cookies.get("theme") == "dark":  # fine: untrusted-decision
        wipe()
    if "admin" in request.cookies:  # want: untrusted-decision
        wipe()
    return "ok" if request.headers.get("X-Is-Admin") else "no"  # want: untrusted-decision


@app.post("/b")
def b():
    role = request.cookies.get("role", "").lower()
    if not role or role != "admin":  # want: untrusted-decision
        abort(403)
    if request.headers.get("X-User-Role") not in ("admin", "staff"):  # want: untrusted-decision
        abort(403)
    if request.headers.get("X-Admin-Key") != os.environ["ADMIN_KEY"]:  # fine: untrusted-decision
        abort(403)
    if hmac.compare_digest(request.headers["X-Admin"], os.environ["ADMIN_KEY"]):  # fine: untrusted-decision
        wipe()
    return "ok"


@app.post("/c")
def c():
    prefs = json.loads(base64.b64decode(request.cookies["prefs"]))
    if prefs.get("is_admin"):  # want: untrusted-decision
        wipe()
    claims = jwt.decode(request.cookies["prefs"], os.environ["KEY"], algorithms=["HS256"])
    if claims["role"] == "admin":  # fine: untrusted-decision
        wipe()
    if request.form.get("role") == "admin":  # fine: untrusted-decision
        note("an administrator is made")
    if request.form.get("role") != "admin":  # want: untrusted-decision
        abort(403)
    return "ok"


def is_admin():
    return request.cookies.get("is_admin") == "true"  # want: untrusted-decision


def by_django(request):
    if request.COOKIES.get("is_staff") != "yes":  # want: untrusted-decision
        return HttpResponseForbidden()
    if request.META["HTTP_X_ROLE"] == "admin":  # want: untrusted-decision
        wipe()
    if request.get_signed_cookie("is_staff") != "yes":  # fine: untrusted-decision
        return HttpResponseForbidden()
    if request.user.role != "admin":  # fine: untrusted-decision
        return HttpResponseForbidden()


@api.post("/d")
def d(x_admin: str = Header(None), is_admin: bool = Cookie(False), role: str = "guest"):
    if x_admin == "yes":  # want: untrusted-decision
        wipe()
    if not is_admin:  # want: untrusted-decision
        raise HTTPException(403)
    if role == "admin":  # fine: untrusted-decision
        note("administrators only")


@route("/e")
def e():
    if asked.get_cookie("role") == "admin":  # want: untrusted-decision
        wipe()
    if asked.get_cookie("role", secret=os.environ["KEY"]) == "admin":  # fine: untrusted-decision
        wipe()


class Page(RequestHandler):
    def get(self):
        if self.get_cookie("admin"):  # want: untrusted-decision
            wipe()
        if self.get_secure_cookie("admin"):  # fine: untrusted-decision
            wipe()
        if self.request.headers.get("X-Admin") == "1":  # want: untrusted-decision
            wipe()


def of_nobody(settings):
    if settings.headers.get("admin") == "1":  # fine: untrusted-decision
        wipe()

import secrets
from flask import Flask, make_response, request
app = Flask(__name__)
SESSIONS = {}
SEEN = {}


@app.post("/a")
def a():
    name = request.form["name"]
    if not check_password(name, request.form["password"]):
        return "no", 401
    sid = request.cookies.get("sid")
    SESSIONS[sid] = {"user": name}  # want: session-fixation
    return "ok"


@app.post("/b")
def b():
    name = request.form["name"]
    if not check_password(name, request.form["password"]):
        return "no", 401
    SESSIONS[request.cookies["sid"]] = {"user": name}  # want: session-fixation
    SEEN[request.cookies["sid"]] = "yes"  # fine: session-fixation
    return "ok"


@app.post("/c")
def c():
    name = request.form["name"]
    if not check_password(name, request.form["password"]):
        return "no", 401
    sid = secrets.token_urlsafe()
    SESSIONS[sid] = {"user": name}  # fine: session-fixation
    reply = make_response("ok")
    reply.set_cookie("sid", sid, secure=True, httponly=True)
    return reply


@app.post("/d")
def d():
    SESSIONS[request.cookies["sid"]] = {"user": "nobody"}  # fine: session-fixation
    return "ok"

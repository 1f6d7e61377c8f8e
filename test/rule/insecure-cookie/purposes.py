# A token that a script sends back, a language, an address to come back to: no session; what opens one is.
from flask import Flask, make_response, request
app = Flask(__name__)


@app.get("/form")
def form():
    r = make_response("")
    r.set_cookie("csrf_token", app.fresh(), httponly=False)  # want: insecure-cookie low
    return r


@app.get("/way")
def way():
    r = make_response("")
    r.set_cookie("login_redirect", "/start")  # want: insecure-cookie low
    r.set_cookie("user_language", request.args["l"])  # want: insecure-cookie low
    return r


@app.get("/in")
def enter():
    r = make_response("")
    r.set_cookie("user_session", app.fresh())  # want: insecure-cookie medium
    return r

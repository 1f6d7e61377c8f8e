# (body, status, headers): where the client is sent to.
from flask import Flask, request, url_for

app = Flask(__name__)


@app.route("/a")
def a():
    return "", 302, {"Location": request.args["next"]}  # want: open-redirect


@app.route("/b")
def b():
    return "", 302, {"Location": url_for("a", next=request.args["next"])}


@app.route("/c")
def c():
    return "", {"Location": "/home", "X-Next": "1"}

# The piece behind the last slash has none, as long as nothing else was put into the list; os.sep is a slash, and which
# system it is nobody knows.
import os

from flask import Flask, request

app = Flask(__name__)


@app.get("/a")
def piece():
    names = request.args["a"].split("/")
    return open("/srv/" + names[-1]).read()


@app.get("/b")
def another():
    names = request.args["a"].split("/")
    names.append(request.args["b"])
    return open("/srv/" + names[-1]).read()  # want: path-traversal


@app.get("/c")
def replaced():
    names = request.args["a"].split("/")
    names[-1] = request.args["b"]
    return open("/srv/" + names[-1]).read()  # want: path-traversal


@app.get("/d")
def unlimited():
    return open("/srv/" + request.args["a"].rsplit("/", 0)[-1]).read()  # want: path-traversal


@app.get("/e")
def elsewhere():
    if os.sep == "\\":
        os.system("dir " + request.args["x"])  # want: command-injection
    return "ok"


@app.get("/f")
def asked_of_another():
    p = request.args["p"]
    if os.path.realpath(p.replace("_", "/")).startswith("/srv/data/"):
        return open(p).read()  # want: path-traversal
    return "no"


@app.get("/g")
def letters():
    p = request.args["p"]
    if p.replace("_", "a").isalnum():
        return open(p).read()
    return "no"

# Guards: a check that holds on the way to the sink clears what it checks, and nothing else.
import os
import re
from flask import Flask, abort, request

app = Flask(__name__)
ALLOWED = {"one", "two"}
NAMES = ["one", "two"]


@app.route("/members")
def members():
    a = request.args["a"]
    if a in ALLOWED:
        os.system("ls " + a)
    if a not in NAMES:
        abort(400)
    os.system("ls " + a)
    return ""


@app.route("/wrong")
def wrong():
    a = request.args["a"]
    b = request.args["b"]
    if a not in ALLOWED:
        os.system("ls " + a)  # want: command-injection
    if a in ALLOWED:
        os.system("ls " + b)  # want: command-injection
    if a in ALLOWED:
        a = request.args["c"]
        os.system("ls " + a)  # want: command-injection
    return ""


@app.route("/early")
def early():
    a = request.args["a"]
    if a not in ("one", "two"):
        return "no"
    os.system("ls " + a)
    return ""


@app.route("/negated")
def negated():
    a = request.args["a"]
    if not a in ALLOWED:
        raise ValueError(a)
    os.system("ls " + a)
    return ""


@app.route("/equal")
def equal():
    a = request.args["a"]
    if a == "one" or a == "two":
        os.system("ls " + a)
    if a != "one":
        os.system("ls " + a)  # want: command-injection
    return ""


def is_known(name):
    return name in ALLOWED


def require(name):
    if name not in ALLOWED:
        raise ValueError(name)


def useless(name):
    if name not in ALLOWED:
        print("odd name")


@app.route("/helpers")
def helpers():
    a = request.args["a"]
    if is_known(a):
        os.system("ls " + a)
    if not is_known(a):
        os.system("ls " + a)  # want: command-injection
    useless(a)
    os.system("ls " + a)  # want: command-injection
    require(a)
    os.system("ls " + a)
    return ""


@app.route("/patterns")
def patterns():
    a = request.args["a"]
    if re.fullmatch(r"[a-z]+", a):
        os.system("ls " + a)
    if re.match(r"[a-z]+", a):
        os.system("ls " + a)  # want: command-injection
    if re.match(r"^[a-z]+\Z", a):
        os.system("ls " + a)
    if re.search(r"[a-z]", a):
        os.system("ls " + a)  # want: command-injection
    if not re.fullmatch(r"[\w.]+", a):
        abort(400)
    os.system("ls " + a)
    return ""


@app.route("/both")
def both():
    a = request.args["a"]
    if a and a in ALLOWED and len(a) < 9:
        os.system("ls " + a)
    if a or a in ALLOWED:
        os.system("ls " + a)  # want: command-injection
    assert a in ALLOWED  # want: assert-as-check
    os.system("ls " + a)
    return ""

# What an exception was made with is what who catches it reads, here or in the caller.
import flask
from flask import request

app = flask.Flask(__name__)


class Late(ValueError):
    pass


def fail(t):
    raise KeyError(t)


def fail_deep(t):
    if len(t) > 3:
        fail(t)
    return 1


def caught_inside(t):
    try:
        fail(t)
    except KeyError:
        raise ValueError("no")


@app.route("/here")
def here():
    t = request.args["t"]
    try:
        raise ValueError(t)
    except ValueError as e:
        open(e.args[0])  # want: path-traversal
        open(str(e))  # want: path-traversal
    return ""


@app.route("/called")
def called():
    t = request.args["t"]
    try:
        fail_deep(t)
    except (TypeError, KeyError) as e:
        open(str(e))  # want: path-traversal
        open(f"{e}")  # want: path-traversal
    return ""


@app.route("/any")
def any_kind():
    try:
        fail_deep(request.args["t"])
    except Exception as e:
        open(str(e))  # want: path-traversal
    return ""


@app.route("/own")
def own():
    try:
        raise Late(request.args["t"])
    except Late as e:
        open(e.args[0])  # want: path-traversal
    return ""


@app.route("/other")
def other():
    t = request.args["t"]
    try:
        fail(t)
    except OSError as e:
        open(str(e))
    try:
        raise ValueError("no")
    except ValueError as e:
        open(str(e))
    try:
        caught_inside(t)
    except ValueError as e:
        open(str(e))
    try:
        raise ValueError(int(t))
    except ValueError as e:
        open(e.args[0])
    return ""

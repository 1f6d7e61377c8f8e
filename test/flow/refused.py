# A lookup that fails where the program does not hold what came, a helper that is told whether all is well.
import collections
import enum
import re
from enum import Enum

import flask
from flask import abort, request

app = flask.Flask(__name__)
KINDS = ("a", "b")
PATHS = {"a": "one", "b": "two"}
LOOSE = collections.defaultdict(str)
RULES = {"a": str.isalnum, "b": str.isdigit}


class Sort(Enum):
    NAME = "name"
    DATE = "date"


class Order(str, enum.Enum):
    UP = "up"
    DOWN = "down"


class Lenient(Enum):
    NAME = "name"

    @classmethod
    def _missing_(cls, value):
        return cls.NAME


class Plain:
    def __init__(self, name):
        self.name = name


@app.route("/enum")
def by_enum():
    t = request.args["t"]
    u = request.args["u"]
    try:
        Sort(t)
    except ValueError:
        abort(400)
    open(t)
    Order(u)
    open(u)
    open(request.args["v"])  # want: path-traversal
    return ""


@app.route("/enum/passed")
def by_enum_passed():
    t = request.args["t"]
    try:
        Sort(t)
    except ValueError:
        pass
    open(t)  # want: path-traversal
    return ""


@app.route("/enum/lenient")
def by_lenient():
    t = request.args["t"]
    u = request.args["u"]
    Lenient(t)
    Plain(u)
    open(t)  # want: path-traversal
    open(u)  # want: path-traversal
    return ""


@app.route("/enum/name")
def by_enum_name():
    t = request.args["t"]
    Sort[t]
    open(t)
    return ""


@app.route("/key")
def by_key():
    t = request.args["t"]
    try:
        path = PATHS[t]
    except KeyError:
        abort(404)
    open(path)
    open(t)
    return ""


@app.route("/key/loose")
def by_loose_key():
    t = request.args["t"]
    LOOSE[t]
    open(t)  # want: path-traversal
    PATHS[t] = "three"
    open(t)  # want: path-traversal
    {}.get(t)
    open(t)  # want: path-traversal
    return ""


@app.route("/index")
def by_index():
    t = request.args["t"]
    try:
        ["a", "b"].index(t)
    except ValueError:
        abort(400)
    open(t)
    return ""


@app.route("/index/other")
def by_other_index():
    t = request.args["t"]
    request.args.getlist("u").index(t)
    open(t)  # want: path-traversal
    "".index(t)
    open(t)  # want: path-traversal
    return ""


def require(cond, message="no"):
    if not cond:
        abort(400, message)


def refuse_if(cond):
    if cond:
        raise ValueError("no")


def look_at(cond):
    if not cond:
        print("no")


@app.route("/require")
def required():
    t = request.args["t"]
    u = request.args["u"]
    require(t in KINDS)
    refuse_if(u not in KINDS)
    open(t)
    open(u)
    return ""


@app.route("/require/keyword")
def required_keyword():
    t = request.args["t"]
    require(message="kind", cond=t in KINDS and len(t) < 3)
    open(t)
    return ""


@app.route("/require/not")
def not_required():
    t = request.args["t"]
    u = request.args["u"]
    v = request.args["v"]
    require(t not in KINDS)
    refuse_if(u in KINDS)
    look_at(v in KINDS)
    open(t)  # want: path-traversal
    open(u)  # want: path-traversal
    open(v)  # want: path-traversal
    return ""


@app.route("/subset")
def subset():
    ts = request.args.getlist("t")
    us = request.args.getlist("u")
    if not set(ts) <= {"a", "b"}:
        abort(400)
    if set(us) - {"a", "b"}:
        abort(400)
    for t in ts:
        open(t)
    for u in us:
        open(u)
    open(ts[0])
    return ""


@app.route("/superset")
def superset():
    ts = request.args.getlist("t")
    if not set(ts) >= {"a", "b"}:
        abort(400)
    for t in ts:
        open(t)  # want: path-traversal
    return ""


@app.route("/superset/other")
def other_superset():
    ts = request.args.getlist("t")
    if not {"a", "b"} >= set(ts):
        abort(400)
    if not {"a", "b"}.issuperset(ts):
        abort(400)
    for t in ts:
        open(t)
    return ""


@app.route("/held")
def held_tests():
    t = request.args["t"]
    u = request.args["u"]
    if not RULES["a"](t):
        abort(400)
    if not str.isdigit(u):
        abort(400)
    open(t)
    open(u)
    return ""


@app.route("/found")
def found():
    t = request.args["t"]
    for n in re.findall(r"[0-9]+", t):
        open(n)
    open(re.findall(r"[0-9]+", t)[0])
    for n in re.findall(r"[0-9./]+", t):
        open(n)  # want: path-traversal
    return ""

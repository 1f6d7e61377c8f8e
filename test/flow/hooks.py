# What runs without being called by name: converters of fields, hooks of classes, what a stack calls at
# its end, generators that nobody asks.
import os
import re
from contextlib import ExitStack
from concurrent.futures import ThreadPoolExecutor

import attr
from flask import Flask, abort, request

app = Flask(__name__)
KNOWN = {"a", "b"}
LINE = re.compile(r"^[a-z]{1,6}$", re.MULTILINE)
WHOLE = re.compile(r"^[a-z]{1,6}\Z")


@attr.s(auto_attribs=True, frozen=True)
class Scan:
    year: int = attr.ib(converter=int)
    kind: str = attr.ib(validator=attr.validators.in_(KNOWN))
    sheet: int = attr.ib()


@app.get("/fields")
def fields():
    scan = Scan(request.args["year"], request.args["kind"], request.args["sheet"])
    os.system(f"scan {scan.year}")
    os.system(f"scan {scan.kind}")
    os.system(f"scan {scan.sheet}")  # want: command-injection
    return ""


@app.post("/stack")
def stack():
    with ExitStack() as last:
        last.callback(os.system, "logger done")
        last.callback(os.system, "logger " + request.form["title"])  # want: command-injection
    with ThreadPoolExecutor() as pool:
        list(pool.map(os.system, ["ls"]))
        list(pool.map(os.system, [request.form["line"]]))  # want: command-injection
    return ""


class Runner:
    known = {}

    def __init_subclass__(cls, name, hidden=False, **more):
        if not hidden:
            Runner.known[name] = cls()

    def run(self, text):
        raise NotImplementedError


class Echo(Runner, name="echo"):
    def run(self, text):
        return text


class Shell(Runner, name="shell"):
    def run(self, text):
        return os.system(text)  # want: command-injection


@app.post("/run")
def run():
    runner = Runner.known.get(request.form["runner"]) or abort(404)
    runner.run(request.form["text"])
    return ""


class Checked:
    def __init__(self, check):
        self.check = check

    def __set_name__(self, owner, name):
        self.slot = "_" + name

    def __get__(self, instance, owner=None):
        return instance.__dict__[self.slot]

    def __set__(self, instance, value):
        instance.__dict__[self.slot + "_given"] = value
        instance.__dict__[self.slot] = self.check(value)


class Listing:
    order = Checked(lambda v: v if v in KNOWN else "a")

    def __init__(self, order):
        self.order = order


@app.get("/listing")
def listing():
    os.system("sort " + Listing(request.args["order"]).order)
    return ""


def check_each(names):
    for name in names:
        if name not in KNOWN:
            abort(400)
        yield name


def head(name):
    yield "head"
    return name


def lines(name):
    order = yield from head(name)
    os.system("sort " + order)  # want: command-injection


@app.get("/generators")
def generators():
    names = request.args.getlist("name")
    check_each(names)
    os.system("ls " + " ".join(names))  # want: command-injection
    names = list(check_each(names))
    os.system("ls " + " ".join(names))
    return list(lines(request.args["order"]))


@app.get("/names")
def names():
    name = request.args["file"]
    with open("/srv/" + name[name.rfind("/") + 1 :]) as last:
        last.read()
    with open("/srv/" + name[name.find("/") + 1 :]) as rest:  # want: path-traversal
        rest.read()
    return ""


@app.get("/lines")
def of_lines():
    word = request.args["word"]
    if LINE.search(word):
        os.system("ls " + word)  # want: command-injection
    if WHOLE.search(word):
        os.system("ls " + word)
    return ""

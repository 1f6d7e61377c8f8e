# Calls: parameters of every kind, results, defaults, decorators, partial, map, callbacks, generators, recursion.
import functools
import os
from flask import Flask, request

app = Flask(__name__)


def passed(a):
    return a


def constant(a):
    return "x"


def second(a, b):
    return b


def starred(*args):
    return args[1]


def named(**kw):
    return kw["a"]


def keyword(*, a, b="x"):
    return a


@app.route("/results")
def results():
    a = request.args["a"]
    os.system("ls " + passed(a))  # want: command-injection
    os.system("ls " + constant(a))
    os.system("ls " + second(a, "x"))
    os.system("ls " + second("x", a))  # want: command-injection
    os.system("ls " + second(b=a, a="x"))  # want: command-injection
    os.system("ls " + starred("x", a))  # want: command-injection
    os.system("ls " + starred(a, "x"))
    os.system("ls " + named(a=a, b="x"))  # want: command-injection
    os.system("ls " + named(a="x", b=a))
    os.system("ls " + keyword(a="x", b=a))
    both = ("x", a)
    os.system("ls " + second(*both))  # want: command-injection
    pair = {"a": "x", "b": a}
    os.system("ls " + second(**pair))  # want: command-injection
    return ""


def sink(command):
    os.system("ls " + command)  # want: command-injection


def quiet(command):
    os.system("ls " + command)


@app.route("/inward")
def inward():
    sink(request.args["a"])
    quiet("x")
    return ""


def logged(f):
    @functools.wraps(f)
    def inner(*args, **kwargs):
        return f(*args, **kwargs)
    return inner


@logged
def wrapped(a):
    return a


def keeps(value="x"):
    return value


@app.route("/wrapped")
def decorated():
    a = request.args["a"]
    os.system("ls " + wrapped(a))  # want: command-injection
    os.system("ls " + wrapped("x"))
    os.system("ls " + keeps())
    os.system("ls " + keeps(a))  # want: command-injection
    half = functools.partial(second, "x")
    os.system("ls " + half(a))  # want: command-injection
    other = functools.partial(second, b="x")
    os.system("ls " + other(a))
    return ""


@app.route("/higher")
def higher():
    a = request.args["a"]
    os.system("ls " + list(map(passed, [a]))[0])  # want: command-injection
    os.system("ls " + " ".join(filter(None, [a])))  # want: command-injection
    os.system("ls " + sorted([a, "x"], key=len)[0])  # want: command-injection
    os.system("ls " + list(map(constant, [a]))[0])
    table = {"go": passed, "stop": constant}
    os.system("ls " + table["go"](a))  # want: command-injection
    os.system("ls " + table["stop"](a))
    twice = lambda x: x + x
    os.system("ls " + twice(a))  # want: command-injection
    os.system("ls " + (lambda x: "y")(a))
    return ""


def produce(a):
    yield "x"
    yield a


def delegate(a):
    yield from produce(a)


@app.route("/generators")
def generators():
    a = request.args["a"]
    for item in produce(a):
        os.system("ls " + item)  # want: command-injection
    for item in delegate(a):
        os.system("ls " + item)  # want: command-injection
    for item in produce("y"):
        os.system("ls " + item)
    return ""


def down(a, n):
    if n:
        return down(a, n - 1)
    return a


def even(a, n):
    return a if n == 0 else odd(a, n - 1)


def odd(a, n):
    return a if n == 0 else even(a, n - 1)


@app.route("/recursive")
def recursive():
    a = request.args["a"]
    os.system("ls " + down(a, 9))  # want: command-injection
    os.system("ls " + even(a, len(a)))  # want: command-injection
    os.system("ls " + down("x", 3))
    return ""

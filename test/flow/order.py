# The order of things: ends of lists of unknown length, generators, sorted, pairs, tables of functions.
import os

from flask import Flask, request

app = Flask(__name__)
KNOWN = ("a", "b")
PREFIX = "export"


def either(key):
    if isinstance(key, int):
        return f"n = {key}", ()
    return "n = ?", (str(key),)


def fixed_first(items):
    yield "safe"
    yield from items


def fixed_last(items):
    yield from items
    yield "safe"


class Slotted:
    __slots__ = ("column", "value")

    def __init__(self, *parts):
        for slot, part in zip(self.__slots__, parts, strict=True):
            setattr(self, slot, part)


@app.get("/ends")
def ends():
    parts = [p.strip() for p in request.args["a"].split("/")] + ["safe"]
    os.system("ls " + parts[-1])
    *rest, last = parts
    os.system("ls " + last)
    first, *rest = parts
    os.system("ls " + first)  # want: command-injection
    parts.append(request.args["b"])
    os.system("ls " + parts[-1])  # want: command-injection
    parts.append("safe")
    os.system("ls " + parts.pop())
    os.system("ls " + parts[-1])  # want: command-injection
    return ""


@app.get("/either")
def both():
    where, values = either(request.args["a"])
    os.system("ls " + where)
    os.system("ls " + values[0])  # want: command-injection
    return ""


@app.get("/generators")
def generators():
    os.system("ls " + next(fixed_first([request.args["a"]])))
    os.system("ls " + next(fixed_last([request.args["b"]])))  # want: command-injection
    given = iter(["safe", request.args["c"]])
    os.system("ls " + next(given))
    os.system("ls " + next(given))  # want: command-injection
    return ""


@app.get("/sorted")
def ranked():
    wishes = [request.args["a"], "a"]
    os.system("ls " + sorted(wishes, key=lambda w: w not in KNOWN)[0])
    os.system("ls " + sorted(wishes, key=lambda w: w in KNOWN)[0])  # want: command-injection
    os.system("ls " + max(wishes, key=lambda w: w in KNOWN))
    return ""


@app.get("/slots")
def slots():
    pair = Slotted("name", request.args["a"])
    os.system("ls " + pair.column)
    os.system("ls " + pair.value)  # want: command-injection
    return ""


@app.get("/slices")
def slices():
    key = f"{PREFIX}:{request.args['a']}"
    os.system("ls " + key[:6])
    os.system("ls " + key[7:])  # want: command-injection
    return ""


def checked(**options):
    if options.get("by") not in KNOWN:
        options["by"] = "a"
    os.system("sort " + options["by"])
    os.system("sort " + options["to"])  # want: command-injection


@app.get("/options")
def options():
    checked(by=request.args["a"], to=request.args["b"])
    return ""


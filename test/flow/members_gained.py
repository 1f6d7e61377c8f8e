# Members that a class's body does not bind: a decorator or a metaclass adds them, or the object itself sets them so.
import os
from dataclasses import dataclass

from flask import Flask, request

from .elsewhere import with_order

app = Flask(__name__)


class Closed:
    order = "none"


@dataclass(frozen=True)
class Frozen:
    raw: str

    def __post_init__(self):
        object.__setattr__(self, "order", self.raw.lower())
        object.__setattr__(self, "size", len(self.raw))


@with_order
class Decorated:
    def __init__(self, raw):
        self.raw = raw


class Adding(type):
    def __new__(mcs, name, bases, names):
        names["order"] = property(lambda self: self.raw)
        return super().__new__(mcs, name, bases, names)


class Added(metaclass=Adding):
    def __init__(self, raw):
        self.raw = raw


@app.post("/frozen")
def frozen():
    thing = Frozen(request.form["x"]) if request.form else Closed()
    os.system("say " + thing.order)  # want: command-injection
    if isinstance(thing, Frozen):
        os.system("say %d" % thing.size)  # fine: command-injection
    return "ok"


@app.post("/decorated")
def decorated():
    thing = Decorated(request.form["x"]) if request.form else Closed()
    os.system("say " + thing.order)  # want: command-injection
    os.system("say " + Closed().order)  # fine: command-injection
    return "ok"


@app.post("/added")
def added():
    thing = Added(request.form["x"]) if request.form else Closed()
    os.system("say " + thing.order)  # want: command-injection
    return "ok"

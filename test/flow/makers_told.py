# What a metaclass is told of a class: the bases that stand there, and keywords.
import os

from flask import Flask, request

app = Flask(__name__)


class Below(type):
    known = {}

    def __init__(cls, name, bases, names):
        super().__init__(name, bases, names)
        if bases:
            Below.known[name] = cls


class Root(metaclass=Below):
    pass


class Leaf(Root):
    def _go(self, text):
        os.system("leaf " + text)  # want: command-injection

    def _size(self, text):
        os.system("leaf %d" % len(text))  # fine: command-injection


class Keyed(type):
    known = {}

    def __new__(mcs, name, bases, names, *, key=None):
        cls = super().__new__(mcs, name, bases, names)
        if key is not None:
            mcs.known[key] = cls
        return cls


class Asked(metaclass=Keyed, key="asked"):
    def _go(self, text):
        os.system("asked " + text)  # want: command-injection

    def _size(self, text):
        os.system("asked %d" % len(text))  # fine: command-injection


@app.post("/below/<name>")
def below(name):
    Below.known[name]()._go(request.form["text"])
    Below.known[name]()._size(request.form["text"])
    return "ok"


@app.post("/keyed/<name>")
def keyed(name):
    Keyed.known[name]()._go(request.form["text"])
    Keyed.known[name]()._size(request.form["text"])
    return "ok"

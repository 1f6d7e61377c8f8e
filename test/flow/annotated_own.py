# Objects that only an annotation says to be of a class of the program's own: what their methods make safe is safe,
# two of them are two, and of a union each may be meant.
import html
import os
import random
from typing import Protocol, Union

import bleach
from elsewhere import held, make
from flask import Flask, request

app = Flask(__name__)

Round = Union[Trip, Trip, Trip, Trip, Trip, Trip, Trip, Trip, "Clean"]
Trip = Union[Round, Round, Round, Round, Round, Round, Round, Round, "Clean"]


class Clean:
    def text(self, value: str) -> str:
        return html.escape(value)

    def number(self, value):
        return int(value)

    @staticmethod
    def count(value):
        return int(value)

    def left(self, value):
        raise NotImplementedError


class Asked(Protocol):
    def text(self, value: str) -> str: ...


class Box:
    name: str

    def put(self, name):
        self.name = name

    def run(self):
        os.system(self.name)                                            # want: command-injection


class Puts:
    def put(self, name):
        self.a = name

    def run(self):
        os.system(self.a)                                               # want: command-injection


class Keeps:
    def put(self, name):
        self.b = name

    def run(self):
        os.system(self.b)                                               # want: command-injection


def clean() -> Clean:
    return held.clean


def box() -> Box:
    return make()


def by_param(own: Clean, value):
    os.system("kill %s" % own.number(value))
    return own.text(value)


def by_default(own: Clean | None, value):
    own = own or Clean()
    os.system("kill %s" % own.number(value))


def round_and_round(own: Round, value):
    os.system("kill %s" % own.number(value))


@app.get("/a")
def from_name():
    own: Clean = held.clean
    os.system("kill %s" % own.number(request.args["n"]))
    os.system("kill %s" % own.count(request.args["n"]))
    return own.text(request.args["t"])


@app.get("/b")
def from_result():
    os.system("kill %s" % clean().number(request.args["n"]))
    return clean().text(request.args["t"])


@app.get("/c")
def from_param():
    by_default(make(), request.args["n"])
    return by_param(make(), request.args["n"])


@app.get("/d")
def left_to_others():
    own: Clean = make()
    asked: Asked = make()
    os.system("kill %s" % own.left(request.args["n"]))                  # want: command-injection
    return asked.text(request.args["t"])                                # want: xss


@app.get("/e")
def of_a_library():
    own: bleach.Cleaner = held.cleaner
    return own.clean(request.args["t"])


@app.get("/f")
def two_of_them():
    first = box()
    second = box()
    first.name = request.args["n"]
    os.system(second.name)
    os.system(first.name)                                               # want: command-injection
    return ""


@app.get("/g")
def of_a_union():
    own: Puts | Keeps = make()
    own.put(request.args["n"])
    own.run()
    kept: Box = make()
    kept.put(request.args["n"])
    kept.run()
    return ""


@app.get("/h")
def without_end():
    round_and_round(make(), request.args["n"])
    return ""


class Shelf:
    box: Box


def two_shelves(one: Shelf, other: Shelf):
    one.box.name = request.args["n"]
    os.system(other.box.name)
    os.system(one.box.name)                                             # want: command-injection


@app.get("/i")
def of_fields():
    two_shelves(make(), make())
    return ""


# A random.SystemRandom is one, too.
def new_password(rng: random.Random):
    password = "".join(rng.choice("abcdefgh") for _ in range(16))
    return password


@app.get("/j")
def of_a_base():
    rng: random.Random = held.rng
    token = "".join(rng.choice("abcdefgh") for _ in range(16))
    own = random.Random()
    secret_token = "".join(own.choice("abcdefgh") for _ in range(16))   # want: predictable-secret
    return new_password(make()) + token + secret_token

# Objects: fields, properties, inheritance, super, class and static methods, dataclasses, special methods.
import contextlib
import os
from collections import namedtuple
from dataclasses import dataclass
from typing import NamedTuple
from flask import Flask, request

app = Flask(__name__)


class Job:
    kind = "x"

    def __init__(self, name, size):
        self.name = name
        self.size = size
        self.clean = "x"

    def run(self):
        os.system("ls " + self.name)  # want: command-injection
        os.system("ls " + self.clean)
        os.system("ls " + self.kind)

    @property
    def title(self):
        return self.name

    @classmethod
    def make(cls, name):
        return cls(name, 1)

    @staticmethod
    def same(a):
        return a

    def __call__(self, a):
        return a

    def __getitem__(self, key):
        return self.name


@app.route("/fields")
def fields():
    a = request.args["a"]
    job = Job(a, 1)
    job.run()
    os.system("ls " + job.name)  # want: command-injection
    os.system("ls " + str(job.size))
    os.system("ls " + job.title)  # want: command-injection
    os.system("ls " + Job.make(a).name)  # want: command-injection
    os.system("ls " + Job.same(a))  # want: command-injection
    os.system("ls " + job("x"))
    os.system("ls " + job(a))  # want: command-injection
    os.system("ls " + job["k"])  # want: command-injection
    other = Job("x", 1)
    os.system("ls " + other.name)
    other.name = a
    os.system("ls " + other.name)  # want: command-injection
    return ""


class Base:
    def text(self, a):
        return a

    def both(self, a):
        return self.text(a)


class Quiet(Base):
    def text(self, a):
        return "x"


class Loud(Base):
    def text(self, a):
        return super().text(a)


@app.route("/inherits")
def inherits():
    a = request.args["a"]
    os.system("ls " + Base().text(a))  # want: command-injection
    os.system("ls " + Quiet().text(a))
    os.system("ls " + Quiet().both(a))
    os.system("ls " + Loud().both(a))  # want: command-injection
    return ""


@dataclass
class Point:
    name: str
    other: str = "x"


class Row(NamedTuple):
    name: str
    other: str


Pair = namedtuple("Pair", "name other")


@app.route("/records")
def records():
    a = request.args["a"]
    p = Point(a)
    os.system("ls " + p.name)  # want: command-injection
    os.system("ls " + p.other)
    r = Row("x", a)
    os.system("ls " + r.name)
    os.system("ls " + r.other)  # want: command-injection
    os.system("ls " + Pair(a, "x").name)  # want: command-injection
    return ""


class Opened:
    def __init__(self, a):
        self.a = a

    def __enter__(self):
        return self.a

    def __exit__(self, *rest):
        return False


@contextlib.contextmanager
def managed(a):
    yield a


@app.route("/managers")
def managers():
    a = request.args["a"]
    with Opened(a) as b:
        os.system("ls " + b)  # want: command-injection
    with managed(a) as c:
        os.system("ls " + c)  # want: command-injection
    with managed("x") as d:
        os.system("ls " + d)
    return ""


@app.route("/reflected")
def reflected():
    job = Job(request.args["a"], 1)
    os.system("ls " + getattr(job, "name"))  # want: command-injection
    os.system("ls " + getattr(job, "clean"))
    setattr(job, "clean", request.args["b"])
    os.system("ls " + job.clean)  # want: command-injection
    return ""

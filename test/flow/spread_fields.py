# Record(**form): a class that declares its fields gets them from a mapping of the request.
import dataclasses
import os
from dataclasses import dataclass, field
from typing import NamedTuple

from flask import Flask, request

app = Flask(__name__)


@dataclass
class Answer:
    code: str = ""
    error: str | None = None
    notes: list = field(default_factory=list)

    @classmethod
    def of(cls, data):
        return cls(**{k: v for k, v in data.items() if k in cls.__annotations__})


@dataclass
class Longer(Answer):
    more: str = "x"


@dataclass
class Counted:
    n: int = 0
    name: str = "x"

    def __post_init__(self):
        self.name = "fixed"


class Pair(NamedTuple):
    left: str = ""
    right: str = ""


@app.get("/plain")
def plain():
    a = Answer(**request.args)
    os.system("echo " + a.error)  # want: command-injection
    os.system("echo " + a.code)  # want: command-injection
    return ""


@app.get("/of")
def of():
    a = Answer.of(dict(request.args))
    os.system("echo " + (a.error or "none"))  # want: command-injection
    return ""


@app.get("/inherited")
def inherited():
    a = Longer(**request.args)
    os.system("echo " + a.code)  # want: command-injection
    os.system("echo " + a.more)  # want: command-injection
    return ""


@app.get("/pair")
def pair():
    os.system("echo " + Pair(**request.args).right)  # want: command-injection
    return ""


@app.get("/replaced")
def replaced():
    a = dataclasses.replace(Answer("x"), **request.args)
    os.system("echo " + a.code)  # want: command-injection
    return ""


# what is said by name is what it says
@app.get("/said")
def said():
    a = Answer(error="no", **{k: v for k, v in request.args.items() if k == "code"})
    os.system("echo " + a.error)
    os.system("echo " + a.code)  # want: command-injection
    return ""


@app.get("/fixed")
def fixed():
    a = Answer(**{"code": "x"})
    os.system("echo " + a.code + str(a.error))
    os.system("echo " + Counted(**request.args).name)
    return ""


KNOWN = {"ls": {"code": "a"}, "ps": {"code": "b"}}


@app.get("/known")
def known():
    a = Answer(**KNOWN[request.args["k"]])
    os.system("echo " + a.code)
    return ""

# More of the list of what must be right: aliases, async, match, files, factories, parameters.
import asyncio
import os
import os as system_of
import sys
from os import system
from os import system as other_name

from flask import Flask, request

app = Flask(__name__)


@app.route("/alias")
def alias():
    x = request.args["x"]
    system_of.system(x)  # want: command-injection
    system(x)  # want: command-injection
    other_name(x)  # want: command-injection
    system_of.system("ls")
    system("ls")
    other_name("ls")
    return ""


async def given(x):
    return x


async def constant(x):
    return "ls"


async def several(x):
    yield "a"
    yield x


async def none_of(x):
    yield "a"
    yield "b"


@app.route("/async")
async def with_await():
    x = request.args["x"]
    os.system(await given(x))  # want: command-injection
    os.system(await constant(x))
    async for i in several(x):
        os.system(i)  # want: command-injection
    async for i in none_of(x):
        os.system(i)
    a, b = await asyncio.gather(given("ls"), given(x))
    os.system(b)  # want: command-injection
    c, d = await asyncio.gather(constant(x), constant(x))
    os.system(c)
    return ""


@app.route("/match")
def matching():
    x = request.args["x"]
    match x.split():
        case ["go", where]:
            os.system(where)  # want: command-injection
        case ["stay", "here" | "there" as where]:
            os.system(where)
        case [first, *rest]:
            os.system(rest[0])  # want: command-injection
    kind = "b"
    match kind:
        case "a":
            os.system(x)
        case "b":
            os.system(x)  # want: command-injection
        case _:
            os.system(x)
    return ""


def from_a_file():
    os.system(open("commands").read())  # want: command-injection
    with open("commands") as f:
        f.read()
        os.system("ls")


def make_app():
    made = Flask("made")

    @made.route("/inner")
    def inner():
        os.system(request.args["x"])  # want: command-injection
        return ""

    @made.route("/fixed")
    def fixed():
        os.system("ls")
        return request.args.get("x", "") and ""

    return made


def add_routes(target):
    @target.route("/given")
    def to_given():
        os.system(request.args["x"])  # want: command-injection
        return ""


def nobody_calls_this(x):
    os.system(x)  # want: command-injection


def called_with_constants(x):
    os.system(x)


def keeps_calling():
    called_with_constants("ls")
    called_with_constants("pwd")


def chosen_by_version(x):
    if sys.version_info < (3, 0):
        os.system(request.args["x"])
    return x


if __name__ == "__main__":
    os.system(sys.argv[1])  # want: command-injection
    os.system(sys.argv[0] and "ls")
    keeps_calling()

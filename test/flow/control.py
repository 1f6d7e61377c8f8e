# Control flow: try, loops, match, constant conditions, async.
import asyncio
import os
import sys
from typing import TYPE_CHECKING
from flask import Flask, request

app = Flask(__name__)


@app.route("/tries")
def tries():
    a = request.args["a"]
    b = "x"
    try:
        b = a
        c = int(b)
    except ValueError:
        os.system("ls " + b)  # want: command-injection
        c = 0
    else:
        os.system("ls " + b)
    finally:
        os.system("ls " + b)  # want: command-injection
    os.system("ls " + str(c))
    try:
        d = int(a)
    except ValueError:
        return "no"
    os.system("ls " + str(d))
    return ""


@app.route("/loops")
def loops():
    a = "x"
    for _ in range(3):
        os.system("ls " + a)  # want: command-injection
        a = request.args["a"]
    b = ""
    while len(b) < 9:
        b += request.args["b"]
    os.system("ls " + b)  # want: command-injection
    while True:
        c = request.args["c"]
        if c:
            break
    os.system("ls " + c)  # want: command-injection
    for d in request.args.getlist("d"):
        os.system("ls " + d)  # want: command-injection
    else:
        d = "x"
    os.system("ls " + d)
    return ""


@app.route("/matches")
def matches():
    a = request.args["a"]
    match a:
        case "one" | "two":
            os.system("ls " + a)
        case other:
            os.system("ls " + other)  # want: command-injection
    match {"k": a, "l": "x"}:
        case {"k": k, "l": l}:
            os.system("ls " + k)  # want: command-injection
            os.system("ls " + l)
    match ["x", a]:
        case [first, last]:
            os.system("ls " + first)
            os.system("ls " + last)  # want: command-injection
    return ""


@app.route("/constants")
def constants():
    a = request.args["a"]
    n = 86
    if 7 * 42 - n > 200:
        b = "x"
    else:
        b = a
    os.system("ls " + b)
    if 7 * 4 - n > 200:
        c = "x"
    else:
        c = a
    os.system("ls " + c)  # want: command-injection
    guess = "ABC"[1]
    match guess:
        case "A":
            d = a
        case "B":
            d = "x"
        case _:
            d = a
    os.system("ls " + d)
    e = "x" if guess == "B" else a
    os.system("ls " + e)
    if False:
        os.system("ls " + a)
    if TYPE_CHECKING:
        os.system("ls " + a)
    if sys.version_info < (3, 0):
        os.system("ls " + a)
    while False:
        os.system("ls " + a)
    if not True or len("abc") == 4:
        os.system("ls " + a)
    return ""


async def fetch(a):
    return a


async def stream(a):
    yield a


@app.route("/asynchronous")
async def asynchronous():
    a = request.args["a"]
    os.system("ls " + await fetch(a))  # want: command-injection
    os.system("ls " + await fetch("x"))
    async for item in stream(a):
        os.system("ls " + item)  # want: command-injection
    one, two = await asyncio.gather(fetch(a), fetch("x"))
    os.system("ls " + one)  # want: command-injection
    os.system("ls " + two)
    return ""


@app.route("/nested")
def nested():
    import subprocess
    from os import popen
    a = request.args["a"]
    subprocess.run("ls " + a, shell=True)  # want: command-injection
    popen("ls " + a)  # want: command-injection
    return ""

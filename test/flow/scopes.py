# Closures, globals, comprehensions, module level.
import os
import sys
from flask import Flask, request

app = Flask(__name__)
current = "x"
fixed = "x"


@app.route("/closures")
def closures():
    a = request.args["a"]
    b = "x"

    def reads():
        os.system("ls " + a)  # want: command-injection
        os.system("ls " + b)

    def writes():
        nonlocal b
        b = a

    reads()
    c = "x"

    def sets():
        nonlocal c
        c = a

    sets()
    os.system("ls " + c)  # want: command-injection
    return ""


def remember():
    global current
    current = request.args["a"]


@app.route("/globals")
def globals_():
    remember()
    os.system("ls " + current)  # want: command-injection
    os.system("ls " + fixed)
    return ""


@app.route("/comprehensions")
def comprehensions():
    a = request.args.getlist("a")
    os.system("ls " + " ".join([x for x in a]))  # want: command-injection
    os.system("ls " + " ".join(x.strip() for x in a))  # want: command-injection
    os.system("ls " + " ".join({x for x in a}))  # want: command-injection
    os.system("ls " + " ".join({k: k for k in a}))  # want: command-injection
    os.system("ls " + " ".join(str(int(x)) for x in request.args.getlist("b")))
    os.system("ls " + " ".join(x for x in a if x in ("one", "two")))
    os.system("ls " + " ".join("x" for _ in a))
    os.system("ls " + " ".join(y for x in a for y in x.split()))  # want: command-injection
    return ""


@app.route("/defaults")
def defaults():
    a = request.args["a"]

    def inner(x=a):
        os.system("ls " + x)  # want: command-injection

    inner()
    return ""


if __name__ == "__main__":
    os.system("ls " + sys.argv[1])  # want: command-injection
    name = sys.argv[2]
    name = "x"
    os.system("ls " + name)

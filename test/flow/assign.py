# Names: aliases, reassignment, augmented assignment, unpacking, swap, walrus, ternary, or.
import os
import os as operating
from os import system
from os import system as run_it
import subprocess as sp
from flask import Flask, request

app = Flask(__name__)


@app.route("/alias")
def alias():
    a = request.args["a"]
    operating.system("ls " + a)  # want: command-injection
    system("ls " + a)  # want: command-injection
    run_it("ls " + a)  # want: command-injection
    sp.call("ls " + a, shell=True)  # want: command-injection
    run = os.system
    run("ls " + a)  # want: command-injection
    sp.call(["ls", "--", a])
    return ""


@app.route("/reassigned")
def reassigned():
    a = request.args["a"]
    a = "x"
    os.system("ls " + a)
    b = "x"
    b = request.args["b"]
    os.system("ls " + b)  # want: command-injection
    b = len(b)
    os.system("ls %d" % b)
    return ""


@app.route("/augmented")
def augmented():
    command = "ls "
    command += request.args["a"]
    os.system(command)  # want: command-injection
    command = "ls "
    command += "-l"
    os.system(command)
    return ""


@app.route("/unpacked")
def unpacked():
    a, b = request.args["a"], "x"
    os.system("ls " + a)  # want: command-injection
    os.system("ls " + b)
    a, b = b, a
    os.system("ls " + a)
    os.system("ls " + b)  # want: command-injection
    (c, (d, e)), f = ("x", (request.args["c"], "y")), "z"
    os.system("ls " + c)
    os.system("ls " + d)  # want: command-injection
    os.system("ls " + e)
    os.system("ls " + f)
    first, *rest = "x", request.args["r"], "y"
    os.system("ls " + first)
    os.system("ls " + rest[0])  # want: command-injection
    *most, last = request.args["m"], "y", "z"
    os.system("ls " + last)
    os.system("ls " + most[0])  # want: command-injection
    g = h = request.args["g"]
    os.system("ls " + g)  # want: command-injection
    os.system("ls " + h)  # want: command-injection
    return ""


@app.route("/chosen")
def chosen():
    a = request.args.get("a")
    b = a if a else "x"
    os.system("ls " + b)  # want: command-injection
    c = "y" if a else "x"
    os.system("ls " + c)
    d = a or "x"
    os.system("ls " + d)  # want: command-injection
    e = a and "x"
    os.system("ls " + (a and "x"))
    if (f := request.args.get("f")):
        os.system("ls " + f)  # want: command-injection
    os.system("ls " + ("x" if e else "y"))
    return ""


@app.route("/branches")
def branches():
    a = "x"
    if request.args.get("q"):
        a = request.args["a"]
    os.system("ls " + a)  # want: command-injection
    if a == "x":
        b = "y"
    else:
        b = "z"
    os.system("ls " + b)
    del a
    a = "x"
    os.system("ls " + a)
    return ""

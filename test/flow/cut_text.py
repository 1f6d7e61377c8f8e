# A text that is cut where its first piece ends is the rest of it, or that piece.
import os

from flask import Flask, request

app = Flask(__name__)


@app.get("/a")
def tail():
    q = request.args["q"]
    os.system("ls " + (q + "_tail")[len(q):])
    os.system("ls " + f"{q}_tail"[len(q):])
    both = q + "a" + request.args["r"]
    os.system("ls " + both[len(q):])  # want: command-injection
    os.system("ls " + (q + "_tail")[: len(q)])  # want: command-injection
    os.system("ls " + (q + "_tail")[len("x"):])  # want: command-injection
    os.system("ls " + ("ls" + q)[len(q):])  # want: command-injection
    n = len(q)
    long = q + "_tail"
    os.system("ls " + long[n:])
    q = request.args["s"]
    os.system("ls " + long[len(q):])  # want: command-injection
    return ""


@app.get("/b")
def head():
    prefix = "ls "
    line = prefix + request.args["q"]
    os.system(line[: len(prefix)])
    os.system(line[len(prefix):])  # want: command-injection
    return ""

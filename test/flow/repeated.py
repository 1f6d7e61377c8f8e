# A call that was made before with the same arguments: what lies in between is not forgotten.
import os
from flask import Flask, request

app = Flask(__name__)


class Box:
    def __init__(self, kind):
        self.kind = kind
        self.items = []


def plain(a):
    return a + 1


def made(kind):
    return Box(kind)


@app.route("/between")
def between():
    plain(1)
    box = Box("x")
    box.command = request.args["a"]
    plain(1)
    os.system(box.command)  # want: command-injection
    return ""


@app.route("/cleared")
def cleared():
    box = Box("x")
    box.command = request.args["a"]
    plain(1)
    box.command = "ls"
    plain(1)
    os.system(box.command)
    return ""


@app.route("/two")
def two():
    one = made("x")
    other = made("x")
    one.items.append(request.args["a"])
    os.system(one.items[0])  # want: command-injection
    other.items.append("ls")
    os.system(other.items[0])
    return ""


@app.route("/elsewhere")
def elsewhere():
    box = made("x")
    os.system(box.kind)
    box.kind = request.args["a"]
    os.system(box.kind)  # want: command-injection
    return ""

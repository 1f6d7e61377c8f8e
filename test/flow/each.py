# Every item tested in a loop that ends, or raises.
import os

from flask import Flask, abort, request

app = Flask(__name__)


def check(names):
    for name in names:
        if not name.isidentifier():
            raise ValueError(name)


@app.post("/all")
def tested():
    names = request.get_json()["names"]
    for name in names:
        if not isinstance(name, str) or not name.isidentifier():
            abort(400)
    os.system("ls " + " ".join(names))
    return {}


@app.post("/helper")
def by_helper():
    names = request.get_json()["names"]
    check(names)
    os.system("ls " + " ".join(names))
    return {}


@app.post("/some")
def not_all():
    names = request.get_json()["names"]
    for name in names:
        if name == "last":
            continue
        if not name.isidentifier():
            break
    os.system("ls " + " ".join(names))  # want: command-injection
    return {}


@app.post("/none")
def looked_at():
    names = request.get_json()["names"]
    for name in names:
        if not name.isidentifier():
            print("odd")
    os.system("ls " + " ".join(names))  # want: command-injection
    return {}


@app.post("/first")
def found():
    names = request.get_json()["names"]
    for name in names:
        if name.isidentifier():
            return {}
    os.system("ls " + " ".join(names))  # want: command-injection
    return {}

# Lists, dictionaries, sets, slices: what was put in comes out, what lies beside it does not.
import os
from flask import Flask, request

app = Flask(__name__)


@app.route("/lists")
def lists():
    a = request.args["a"]
    items = ["x"]
    items.append(a)
    os.system("ls " + items[1])  # want: command-injection
    os.system("ls " + items[0])
    os.system("ls " + " ".join(items))  # want: command-injection
    more = ["x"]
    more.extend([a])
    os.system("ls " + more[-1])  # want: command-injection
    put = ["x", "y"]
    put.insert(0, a)
    os.system("ls " + put[0])  # want: command-injection
    os.system("ls " + put[1])
    gone = [a, "x"]
    gone.pop(0)
    os.system("ls " + gone[0])
    kept = ["x", a]
    kept.pop(0)
    os.system("ls " + kept[0])  # want: command-injection
    for item in ["x", "y"]:
        os.system("ls " + item)
    for item in ["x", a]:
        os.system("ls " + item)  # want: command-injection
    return ""


@app.route("/dicts")
def dicts():
    a = request.args["a"]
    d = {"a": a, "b": "x"}
    os.system("ls " + d["a"])  # want: command-injection
    os.system("ls " + d["b"])
    os.system("ls " + d.get("a", "x"))  # want: command-injection
    os.system("ls " + d.get("b", "x"))
    e = {}
    e["a"] = a
    e["b"] = "x"
    os.system("ls " + e["a"])  # want: command-injection
    os.system("ls " + e["b"])
    f = {"b": "x"}
    f.update(d)
    os.system("ls " + f["a"])  # want: command-injection
    g = {**d, "c": "x"}
    os.system("ls " + g["a"])  # want: command-injection
    os.system("ls " + g["c"])
    d["a"] = "x"
    os.system("ls " + d["a"])
    h = dict(a=a, b="x")
    os.system("ls " + h["a"])  # want: command-injection
    os.system("ls " + h["b"])
    for key, value in e.items():
        os.system("ls " + value)  # want: command-injection
    return ""


@app.route("/sets")
def sets():
    a = request.args["a"]
    s = {"x", a}
    for item in s:
        os.system("ls " + item)  # want: command-injection
    t = {"x"}
    t.add(a)
    os.system("ls " + t.pop())  # want: command-injection
    for item in {"x", "y"}:
        os.system("ls " + item)
    return ""


@app.route("/slices")
def slices():
    a = request.args["a"]
    os.system("ls " + a[1:])  # want: command-injection
    os.system("ls " + a[0])  # want: command-injection
    items = ["x", "y", a]
    os.system("ls " + items[:2][0])
    os.system("ls " + items[2:][0])  # want: command-injection
    return ""


TABLE = {"one": "ls -l", "two": "ls -a"}


@app.route("/lookup")
def lookup():
    os.system(TABLE[request.args["a"]])
    os.system(TABLE.get(request.args["a"], "ls"))
    os.system(TABLE.get(request.args["a"], request.args["b"]))  # want: command-injection
    return ""

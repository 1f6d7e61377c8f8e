import importlib
import os
import subprocess
import sys
from flask import Flask, request

app = Flask(__name__)


@app.get("/a")
def a():
    return {"v": __import__("subprocess").getoutput(request.args["x"])}  # want: command-injection


@app.get("/b")
def b():
    return {"v": importlib.import_module("subprocess").getoutput(request.args["x"])}  # want: command-injection


@app.get("/c")
def c():
    return {"v": vars(os)["system"](request.args["x"])}  # want: command-injection


@app.get("/d")
def d():
    return {"v": sys.modules["os"].system(request.args["x"])}  # want: command-injection


@app.get("/e")
def e():
    run = os.__dict__["system"]
    return {"v": run(request.args["x"])}  # want: command-injection


@app.get("/f")
def f():
    subprocess.run(["env", "LANG=C", "bash", "-c", request.args["x"]])  # want: command-injection
    subprocess.run(["sudo", "-n", "sh", "-c", "ls " + request.args["x"]])  # want: command-injection
    return {}


@app.get("/safe")
def safe():
    x = request.args["x"]
    subprocess.run(["env", "LANG=C", "bash", "-c", 'ls -- "$1"', "ls", x])
    subprocess.run(["env", "LANG=C", "ls", "--", x])
    json = importlib.import_module("json")
    held = {"system": json.loads}
    return {"v": [json.loads(x), held["system"](x), vars(json)["loads"](x), sys.modules["json"].loads(x)]}

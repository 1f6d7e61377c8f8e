# What the first item of a function's answer says of its arguments.
import os
from flask import Flask, abort, request
app = Flask(__name__)
KNOWN = {"a", "b"}
def check(name):
    if not name:
        return False, "missing"
    if name not in KNOWN:
        return False, "unknown"
    return True, ""
def loose(name):
    if not name:
        return False, "missing"
    return True, ""
@app.get("/t")
def t():
    name = request.args["n"]
    ok, why = check(name)
    if not ok:
        abort(400, why)
    os.system("ls " + name)
    other = request.args["o"]
    if not check(other):
        abort(400)
    os.system("ls " + other)  # want: command-injection
    third = request.args["p"]
    if not check(third)[0]:
        abort(400)
    os.system("ls " + third)
    fourth = request.args["q"]
    fine, why = loose(fourth)
    if not fine:
        abort(400)
    os.system("ls " + fourth)  # want: command-injection
    return ""

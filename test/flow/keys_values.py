# Which keys a mapping has says nothing of what lies under them.
import os

from flask import Flask, request

app = Flask(__name__)
OK = {"alpha", "beta"}


@app.post("/equal")
def equal():
    d = request.get_json()
    if set(d.keys()) != {"alpha", "beta"}:
        return "bad"
    os.system("echo " + d["alpha"])  # want: command-injection
    return "ok"


@app.post("/within")
def within():
    d = request.get_json()
    if not d.keys() <= OK:
        return "bad"
    os.system("echo " + d["alpha"])  # want: command-injection
    return "ok"


@app.post("/values")
def values():
    chosen = request.args.getlist("c")
    if not set(chosen) <= OK:
        return "bad"
    os.system("echo " + " ".join(chosen))
    return "ok"

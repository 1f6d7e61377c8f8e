# The vector is written where the program starts, of a name that was read above.
import subprocess

from flask import Flask, request

app = Flask(__name__)


@app.get("/log")
def log():
    rev = request.args["rev"]
    return subprocess.run(["git", "log", rev], capture_output=True).stdout  # want: argument-injection


@app.get("/any")
def any_program():
    name = request.args.get("name")
    subprocess.check_call((name, "-l"))  # want: argument-injection
    return ""


@app.get("/closed")
def closed():
    rev = request.args["rev"]
    subprocess.run(["git", "log", "--", rev])
    return ""

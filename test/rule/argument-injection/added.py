import subprocess

from flask import Flask, abort, request

app = Flask(__name__)


@app.get("/log")
def log():
    argv = ["git", "log", "--oneline"]
    argv.append(request.args["rev"])
    return subprocess.run(argv, capture_output=True).stdout  # want: argument-injection


@app.get("/safe-log")
def safe_log():
    argv = ["git", "log", "--oneline"]
    argv.extend(["--", request.args["path"]])
    return subprocess.run(argv, capture_output=True).stdout  # fine: argument-injection


@app.get("/dash")
def dash():
    rev = request.args["rev"]
    if rev.startswith("-"):
        abort(400)
    return subprocess.run(["git", "show", rev], capture_output=True).stdout  # fine: argument-injection

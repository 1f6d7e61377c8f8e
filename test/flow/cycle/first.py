# Modules that import each other: names are found on both ways round.
import os

from flask import Flask, request

import second

app = Flask(__name__)


def run(x):
    os.system(x)  # want: command-injection


def stay(x):
    os.system(x)


@app.route("/bad")
def bad():
    second.pass_on(request.args["x"])
    return ""


@app.route("/safe")
def safe():
    second.pass_constant(request.args["x"])
    return ""

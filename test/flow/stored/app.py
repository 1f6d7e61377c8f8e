import os

from flask import Flask, request

from . import state
from .forms import *
from .runner import convert

app = Flask(__name__)


@app.post("/start")
def start():
    state.profile = request.form["profile"]
    state.quality = request.form["quality"]
    convert()
    return ""


@app.get("/number")
def number():
    os.system(f"ls {int(request.args['n'])}")
    os.system("ls " + text(request.args["t"]))  # want: command-injection
    return ""

# What a defaultdict makes under keys that nobody knows: one thing may stand for several, and none of them is lost.
import os
from collections import defaultdict

from flask import Flask, request

app = Flask(__name__)


@app.get("/listed")
def listed():
    words = defaultdict(list)
    for key in request.args:
        words[key].append("own")
        words[key.upper()].append(request.args[key])
        words[key.lower()].append("own")
    for some in words.values():
        os.system("ls " + some[0])  # want: command-injection


@app.get("/own")
def own():
    words = defaultdict(list)
    for key in request.args:
        words[key].append("own")
        words[key.upper()].append("other")
    # a list that stands for several has no first item that is known: it may be of unknown origin
    for some in words.values():
        os.system("ls " + some[0])  # noise: command-injection


@app.get("/nested")
def nested():
    words = defaultdict(lambda: defaultdict(dict))
    a, b, c = request.args["a"], request.args["b"], request.args["c"]
    words[a][b]["x"] = c
    words[b][a]["x"] = "own"
    os.system("ls " + words[c][a]["x"])  # want: command-injection
    words[c][c]["y"] = "own"
    # nor is "y" known to be in the one dictionary that stands for all
    os.system("ls " + words[b][c]["y"])  # noise: command-injection


@app.get("/keys")
def keys():
    counts = defaultdict(int)
    counts[str(app.debug)] += 1
    counts[request.args["a"]] += 1
    for key in counts:
        os.system("ls " + key)  # want: command-injection


@app.get("/made")
def made():
    words = defaultdict(lambda: request.args.getlist("x"))
    words[request.args["a"]] = ["own"]
    os.system("ls " + words[request.args["b"]][0])  # want: command-injection

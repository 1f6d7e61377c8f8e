# A parsed body is a dictionary of no type that is known: what its methods give is outside data as its items are.
import os

import bottle
import sanic
from flask import Flask, request

app = Flask(__name__)


@app.post("/get")
def get():
    os.system("make " + request.json["t"])              # want: command-injection
    os.system("make " + request.json.get("t"))          # want: command-injection
    os.system("make " + request.json.get("t", "all"))   # want: command-injection
    os.system("make " + str(len(request.json.get("t"))))


@app.post("/kept")
def kept():
    d = request.json
    os.system("make " + d.get("t"))                     # want: command-injection
    os.system("make " + d.pop("t"))                     # want: command-injection
    os.system("make " + d.get("a", {}).get("b"))        # want: command-injection
    for k, v in d.items():
        os.system("make " + v)                          # want: command-injection
    for v in d.values():
        os.system("make " + v)                          # want: command-injection


@app.post("/whole")
def whole():
    d = request.json or {}
    os.system("make " + (d.get("t") or "all"))          # want: command-injection
    n = int(d.get("n"))
    os.system("make " + str(n))
    t = d.get("t")
    if t in ("all", "docs"):
        os.system("make " + t)


@bottle.post("/b")
def of_bottle():
    os.system("make " + bottle.request.json.get("t"))   # want: command-injection


@sanic.Sanic("x").post("/s")
async def of_sanic(req):
    os.system("make " + req.json.get("t"))              # want: command-injection

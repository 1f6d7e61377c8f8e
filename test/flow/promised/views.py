from flask import Flask, request
from promised.parts import Added, Kept, Late, Store, Twice

app = Flask(__name__)


@app.get("/find")
def find():
    return str(Store.find(request.args["name"]))


@app.get("/count")
def count():
    return str(Store.count(request.args["name"]))


@app.get("/sorted")
def in_order():
    return str(Store().sorted(request.args["name"]))


@app.get("/limited")
def limited():
    return str(Kept(timeout=1).limited(request.args["name"]))


@app.get("/run")
def run():
    return str(Store("x.db").run(request.args["name"]))


@app.get("/quoted")
def quoted():
    return str(Store("x.db").run_quoted(request.args["name"]))


@app.get("/twice")
def twice():
    return str(Twice().run(request.args["name"]))


@app.get("/added")
def added():
    return str(Added().handle(request.args["name"]))


@app.get("/late")
def later():
    return str(Late().go(request.args["name"]))

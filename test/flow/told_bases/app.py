from flask import Flask, request

from .kinds import KINDS, READY

app = Flask(__name__)


@app.post("/made/<kind>")
def made(kind):
    KINDS[kind]().go(request.form["text"])
    KINDS[kind]().count(request.form["text"])
    return "ok"


@app.post("/ready/<kind>")
def ready(kind):
    READY[kind].start(request.form["text"])
    return "ok"

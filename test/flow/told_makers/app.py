from flask import Flask, request

from .kinds import Listed, Named

app = Flask(__name__)


@app.post("/say/<verb>")
def say(verb):
    kind = Listed.known.get(verb)
    kind().go(request.form["text"])
    kind().count(request.form["text"])
    return "ok"


@app.post("/play/<name>")
def play(name):
    Named.known[name]().play(request.form["text"])
    Named.known[name]().size(request.form["text"])
    return "ok"

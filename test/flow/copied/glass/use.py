from flask import Flask, request

from .bottle import redirect

app = Flask(__name__)


@app.get("/size")
def size():
    return {"size": redirect(request.args["next"])}

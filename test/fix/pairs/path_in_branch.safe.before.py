import os

from flask import Flask, request

app = Flask(__name__)


@app.get("/f")
def f():
    if request.args.get("x"):
        return open("/srv/" + request.args["p"]).read()
    return "nothing"

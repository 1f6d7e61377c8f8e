import os

from flask import Flask, request, abort

app = Flask(__name__)


@app.get("/f")
def f():
    if request.args.get("x"):
        path = "/srv/" + request.args["p"]
        if not os.path.realpath(path).startswith(os.path.realpath("/srv") + os.sep):
            abort(400)
        return open(path).read()
    return "nothing"

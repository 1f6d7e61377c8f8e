import os
from flask import Flask, request, abort

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    path = os.path.join("/srv/files", request.args["name"])
    if not os.path.realpath(path).startswith(os.path.realpath("/srv/files") + os.sep):
        abort(400)
    with open(path) as f:
        return f.read()

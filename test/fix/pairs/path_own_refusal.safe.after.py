import os

from flask import abort
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    name = request.args["name"]
    if len(name) > 80:
        abort(404)
    full_path = os.path.join("/srv/files", name)
    if not os.path.realpath(full_path).startswith(os.path.realpath("/srv/files") + os.sep):
        abort(404)
    with open(full_path) as f:
        return f.read()

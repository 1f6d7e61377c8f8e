import os

from flask import abort
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    name = request.args["name"]
    if len(name) > 80:
        abort(404)
    with open(os.path.join("/srv/files", name)) as f:
        return f.read()

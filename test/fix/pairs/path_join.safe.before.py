import os
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    path = os.path.join("/srv/files", request.args["name"])
    with open(path) as f:
        return f.read()

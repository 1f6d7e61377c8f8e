import os

from flask import send_file, abort
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    path = "/srv/files/" + request.args["name"]
    if not os.path.realpath(path).startswith(os.path.realpath("/srv/files") + os.sep):
        abort(400)
    return send_file(path)

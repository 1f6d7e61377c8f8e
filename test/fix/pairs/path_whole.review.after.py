import os

from flask import Flask, request, abort
from markupsafe import escape

app = Flask(__name__)


BASE_FOLDER = os.path.realpath("files")  # decide: the folder whose files may be named from outside


@app.route("/x", methods=["GET", "POST"])
def x():
    path = os.path.realpath(os.path.join(BASE_FOLDER, request.args["name"]))
    if not path.startswith(BASE_FOLDER + os.sep):
        abort(400)
    with open(path) as f:
        return escape(f.read())

import os

from flask import Flask, abort, request
from werkzeug.utils import secure_filename

app = Flask(__name__)
ALLOWED = {"png", "jpg"}


def allowed(name):
    parts = name.lower().split(".")
    return len(parts) > 1 and parts[1] in ALLOWED


def allowed_last(name):
    parts = name.lower().split(".")
    return len(parts) > 1 and parts[-1] in ALLOWED


def allowed_once(name):
    return "." in name and name.rsplit(".", 1)[1].lower() in ALLOWED


@app.post("/a")
def second():
    upload = request.files["f"]
    if not allowed(upload.filename):
        abort(415)
    upload.save(os.path.join("/srv/static", secure_filename(upload.filename)))  # want: unrestricted-upload
    return "ok"


@app.post("/b")
def last():
    upload = request.files["f"]
    if not allowed_last(upload.filename):
        abort(415)
    upload.save(os.path.join("/srv/static", secure_filename(upload.filename)))  # fine: unrestricted-upload
    return "ok"


@app.post("/c")
def once():
    upload = request.files["f"]
    if not allowed_once(upload.filename):
        abort(415)
    upload.save(os.path.join("/srv/static", secure_filename(upload.filename)))  # fine: unrestricted-upload
    return "ok"


def is_picture(name):
    return "." in name and name.split(".")[1].lower() in ALLOWED


def ends_as_picture(name):
    return "." in name and name.rsplit(".", 1)[1].lower() in ALLOWED


def kept_ending(name):
    return "x" + os.path.splitext(name)[1]


@app.post("/d")
def second_lower():
    upload = request.files["f"]
    if not is_picture(upload.filename):
        abort(415)
    upload.save(os.path.join("/srv/static", kept_ending(upload.filename)))  # want: unrestricted-upload
    return "ok"


@app.post("/e")
def last_lower():
    upload = request.files["f"]
    if not ends_as_picture(upload.filename):
        abort(415)
    upload.save(os.path.join("/srv/static", kept_ending(upload.filename)))  # fine: unrestricted-upload
    return "ok"

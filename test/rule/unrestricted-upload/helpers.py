import os
import uuid

from flask import Flask, abort, request
from werkzeug.utils import secure_filename

app = Flask(__name__)
ALLOWED = {"png", "jpg"}


def first_part(name):
    return name.lower().split(".")[1] in ALLOWED


def last_part(name):
    parts = name.lower().split(".")
    return len(parts) > 1 and parts[-1] in ALLOWED


def anywhere(name):
    return any(ext in name for ext in ALLOWED)


@app.post("/a")
def a():
    upload = request.files["f"]
    name = secure_filename(upload.filename)
    if not first_part(name):
        abort(415)
    upload.save(os.path.join("static", uuid.uuid4().hex + name))  # want: unrestricted-upload
    return ""


@app.post("/b")
def b():
    upload = request.files["f"]
    name = secure_filename(upload.filename)
    if not last_part(name):
        abort(415)
    upload.save(os.path.join("static", uuid.uuid4().hex + name))  # fine: unrestricted-upload
    return ""


@app.post("/c")
def c():
    upload = request.files["f"]
    name = secure_filename(upload.filename)
    if not anywhere(name):
        abort(415)
    upload.save(os.path.join("static", uuid.uuid4().hex + name))  # want: unrestricted-upload
    return ""

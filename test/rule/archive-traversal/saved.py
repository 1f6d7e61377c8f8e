import os
import tarfile
import tempfile

from flask import Flask, request
from werkzeug.utils import secure_filename

app = Flask(__name__)


def restore(upload, target):
    with tempfile.NamedTemporaryFile(suffix=".tgz") as kept:
        upload.save(kept.name)
        with tarfile.open(kept.name) as tar:
            tar.extractall(target)  # want: archive-traversal


@app.post("/restore")
def restored():
    restore(request.files["backup"], "data")
    return "ok"


@app.post("/each")
def each():
    sent = request.files["backup"]
    path = os.path.join("in", secure_filename(sent.filename))
    sent.save(path)
    with tarfile.open(path, "r:gz") as tar:
        for member in tar.getmembers():
            tar.extract(member, "data")  # want: archive-traversal
    return "ok"


@app.post("/looked-at")
def looked_at():
    sent = request.files["backup"]
    sent.save("in/last.tgz")
    with tarfile.open("in/last.tgz") as tar:
        for member in tar.getmembers():
            if member.name.startswith("/") or ".." in member.name:
                continue
            tar.extract(member, "data")
    return "ok"


@app.post("/filtered")
def filtered():
    sent = request.files["backup"]
    sent.save("in/last.tgz")
    with tarfile.open("in/last.tgz") as tar:
        tar.extractall("data", filter="data")
    return "ok"


def rebuild(picture, target):
    picture.save("out.tar")
    with tarfile.open("out.tar") as tar:
        tar.extractall(target)


def unpack(path, target):
    with tarfile.open(path) as tar:
        tar.extractall(target)  # want: archive-traversal


@app.post("/handed")
def handed():
    kept = "in/handed.tgz"
    request.files["backup"].save(kept)
    unpack(kept, "data")
    return "ok"


def unpack_own(path, target):
    with tarfile.open(path) as tar:
        tar.extractall(target)


@app.post("/own")
def own():
    request.files["backup"].save("in/other.tgz")
    unpack_own("share/skeleton.tgz", "data")
    return "ok"

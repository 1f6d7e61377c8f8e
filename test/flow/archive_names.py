# What an archive holds is the outside's, whatever became of its name.
import os
import tarfile

from flask import Flask, request
from werkzeug.utils import secure_filename

app = Flask(__name__)


@app.post("/up")
def up():
    file = request.files["f"]
    path = os.path.join("/srv/up", secure_filename(file.filename))
    file.save(path)  # want: unrestricted-upload
    unpack(path, "/srv/out")
    with tarfile.open(path) as tar:
        tar.extractall("/srv/out", filter="data")
    return ""


def unpack(path, to):
    with tarfile.open(path, "r:gz") as tar:
        tar.extractall(to)  # want: archive-traversal


@app.post("/own")
def own():
    name = request.args["name"]
    if name not in ("first.tar", "second.tar"):
        return ""
    with tarfile.open(os.path.join("/srv/own", name)) as tar:
        tar.extractall("/srv/out")
    with tarfile.open("/srv/own/third.tar") as tar:
        tar.extractall("/srv/out")
    return ""


class Store:
    def retrieve(self, name, to):
        self._unpack(os.path.basename(name), to)

    @staticmethod
    def _unpack(path, to):
        with tarfile.open(path, "r:gz") as tar:
            tar.extractall(to)  # want: archive-traversal

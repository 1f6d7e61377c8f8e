# What lies beside the folder has at least its name: of members of an archive many rest on that, of a request nobody
# may. The check itself is what is said of the former.
import os
import tarfile
import zipfile

from flask import Flask, abort, request

app = Flask(__name__)


class Reader:
    def place(self, folder, name):
        root = os.path.abspath(folder)
        full = os.path.abspath(os.path.join(root, name))
        if not full.startswith(root):  # want: path-traversal
            raise ValueError(name)
        return full


class TarReader(Reader):
    def __init__(self, path):
        self.archive = tarfile.open(path)

    def extract(self, folder):
        for member in self.archive.getmembers():
            with open(self.place(folder, member.name), "wb") as out:
                out.write(self.archive.extractfile(member).read())


def clear(path):
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not os.path.abspath(name).startswith(os.getcwd()):
                continue
            os.remove(name)


def clear_all(path):
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            os.remove(name)  # want: path-traversal


@app.get("/page")
def page():
    full = os.path.abspath(os.path.join("/srv/pages", request.args["name"]))
    if not full.startswith(os.path.abspath("/srv/pages")):
        abort(404)
    return open(full).read()  # want: path-traversal

# A key that a table of the program's own holds, a host that a method tests, a path that a helper keeps below
# its folder.
import os
import tarfile
import zipfile
from pathlib import PurePosixPath
from urllib.parse import urlparse

import requests
from flask import Flask, abort, request

app = Flask(__name__)
TYPES = {"title": str, "count": int}


@app.post("/typed")
def typed(row):
    for name, value in request.get_json().items():
        if not isinstance(value, TYPES.get(name, ())):
            abort(400)
        setattr(row, name, value)  # fine: mass-assignment


@app.post("/kinds")
def kinds(row):
    for name, value in request.get_json().items():
        kind = TYPES.get(name)
        if kind is None:
            continue
        setattr(row, name, kind(value))  # fine: mass-assignment


@app.post("/any")
def any_kind(row):
    for name, value in request.get_json().items():
        if not isinstance(value, (str, int)):
            abort(400)
        setattr(row, name, value)  # want: mass-assignment


class Hosts:
    def __init__(self, names):
        self.names = names

    def accepts(self, parts):
        return parts.scheme == "https" and (parts.hostname or "").lower() in self.names

    def seems_right(self, parts):
        return parts.scheme == "https" and bool(parts.hostname)


@app.get("/page")
def page():
    url = request.args["url"]
    if not Hosts(os.environ["HOSTS"].split(",")).accepts(urlparse(url)):
        abort(403)
    return requests.get(url, timeout=3).text  # fine: ssrf


@app.get("/loose")
def loose():
    url = request.args["url"]
    if not Hosts(os.environ["HOSTS"].split(",")).seems_right(urlparse(url)):
        abort(403)
    return requests.get(url, timeout=3).text  # want: ssrf


def below(folder, name):
    root = os.path.realpath(folder)
    full = os.path.realpath(os.path.join(root, name))
    if full != root and not full.startswith(root + os.sep):
        raise ValueError(name)
    return full


def beside(folder, name):
    root = os.path.realpath(folder)
    full = os.path.realpath(os.path.join("/srv", name))
    if full == name:
        raise ValueError(root)
    return full


@app.post("/put")
def put():
    target = os.path.join("/srv/packs", request.form["pack"].replace("/", ""))
    with zipfile.ZipFile(request.files["z"].stream) as z:
        for m in z.infolist():
            os.makedirs(below(target, m.filename))  # fine: path-traversal
    return ""


@app.post("/beside")
def put_beside():
    with zipfile.ZipFile(request.files["z"].stream) as z:
        for m in z.infolist():
            os.makedirs(beside("/srv/packs", m.filename))  # want: path-traversal
    return ""


def looked_at(archive, folder):
    for m in archive:
        path = PurePosixPath(m.name)
        if path.is_absolute() or ".." in path.parts:
            raise ValueError(m.name)
        yield m


def not_looked_at(archive, folder):
    for m in archive:
        if PurePosixPath(m.name).suffix == ".exe":
            raise ValueError(m.name)
        yield m


@app.post("/unpack")
def unpack():
    with tarfile.open(fileobj=request.files["t"].stream) as archive:
        archive.extractall("data", members=looked_at(archive, "data"))  # fine: archive-traversal
    return ""


@app.post("/unpack_all")
def unpack_all():
    with tarfile.open(fileobj=request.files["t"].stream) as archive:
        archive.extractall("data", members=not_looked_at(archive, "data"))  # want: archive-traversal
    return ""

# Each part of a path is asked for "..", the parts of a Path made on the spot are, or where it leads from a folder.
import os
from pathlib import Path, PurePosixPath

from flask import Flask, abort, request

app = Flask(__name__)
BASE = "/srv/files"


@app.get("/any")
def none_is_up():
    name = request.args["name"]
    if any(part in ("..", "") for part in name.split("/")):
        abort(403)
    return open(os.path.join(BASE, name)).read()  # fine: path-traversal


@app.get("/all")
def all_are_others():
    name = request.args["name"]
    if name.startswith("/") or not all(part != ".." for part in Path(name).parts):
        abort(403)
    return open(os.path.join(BASE, name)).read()  # fine: path-traversal


@app.get("/pure")
def pure():
    name = PurePosixPath(request.args["name"])
    if name.is_absolute() or any(part == ".." for part in name.parts):
        abort(403)
    return open(os.path.join(BASE, name)).read()  # fine: path-traversal


@app.get("/absolute")
def may_be_absolute():
    name = request.args["name"]
    if any(part == ".." for part in name.split("/")):
        abort(403)
    return open(os.path.join(BASE, name)).read()  # want: path-traversal


@app.get("/dots")
def split_elsewhere():
    name = request.args["name"]
    if name.startswith("/") or any(part == ".." for part in name.split("-")):
        abort(403)
    return open(os.path.join(BASE, name)).read()  # want: path-traversal


@app.get("/here")
def only_here():
    name = request.args["name"]
    if name.startswith("/") or any(part == "." for part in name.split("/")):
        abort(403)
    return open(os.path.join(BASE, name)).read()  # want: path-traversal


@app.get("/parts")
def parts_on_the_spot():
    name = request.args["name"]
    if ".." in Path(name).parts or os.path.isabs(name):
        abort(403)
    return open(os.path.join(BASE, name)).read()  # fine: path-traversal


@app.get("/relative")
def relative():
    path = os.path.join(BASE, request.args["name"])
    if os.path.relpath(path, BASE).startswith(".."):
        abort(403)
    return open(path).read()  # fine: path-traversal


@app.get("/relative-too")
def relative_of_another():
    path = os.path.join(BASE, request.args["name"])
    if os.path.relpath(request.args["other"], BASE).startswith(".."):
        abort(403)
    return open(path).read()  # want: path-traversal


@app.get("/other-sign")
def parts_of_another_sign():
    name = request.args["name"]
    if any(part in ("..", "") for part in name.split("\\")):
        abort(400)
    return open(os.path.join(BASE, name)).read()  # want: path-traversal


@app.get("/below-the-root")
def relative_to_the_root():
    path = os.path.join(BASE, request.args["name"])
    if os.path.relpath(path, "/").startswith(".."):
        abort(403)
    return open(path).read()  # want: path-traversal


@app.get("/below-what-is-asked")
def relative_to_what_is_asked():
    path = os.path.join(BASE, request.args["name"])
    if os.path.relpath(path, request.args["base"]).startswith(".."):
        abort(403)
    return open(path).read()  # want: path-traversal

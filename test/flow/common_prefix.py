# os.path.commonprefix goes by characters: "/srv/static-old/x" and "/srv/static" have all of the latter in common.
import os
from os.path import commonprefix

from flask import Flask, abort, send_file

app = Flask(__name__)
ROOT = "/srv/static"
BASE = "/srv/static/"


@app.get("/a/<path:p>")
def chars(p):
    full = os.path.realpath(os.path.join(ROOT, p))
    if os.path.commonprefix([full, ROOT]) != ROOT:
        abort(404)
    return send_file(full)  # want: path-traversal


@app.get("/b/<path:p>")
def parts(p):
    full = os.path.realpath(os.path.join(ROOT, p))
    if os.path.commonpath([full, ROOT]) != ROOT:
        abort(404)
    return send_file(full)


@app.get("/c/<path:p>")
def ended(p):
    root = ROOT + os.sep
    full = os.path.realpath(os.path.join(ROOT, p))
    if os.path.commonprefix([full, root]) != root:
        abort(404)
    return send_file(full)


@app.get("/d/<path:p>")
async def slash(p):
    full = os.path.abspath(os.path.join(BASE, p))
    if BASE != commonprefix((BASE, full)):
        abort(404)
    return send_file(full)


@app.get("/e/<path:p>")
def unresolved(p):
    full = os.path.join(BASE, p)
    if commonprefix((BASE, full)) == BASE:
        return send_file(full)  # want: path-traversal
    return abort(404)


@app.get("/f/<path:p>")
def setting(p):
    base = os.path.abspath(app.config["FILES"])
    full = os.path.realpath(os.path.join(base, p))
    if os.path.commonprefix([full, base]) == base:
        return send_file(full)  # want: path-traversal
    if os.path.commonprefix([full, os.path.join(base, "")]) == os.path.join(base, ""):
        return send_file(full)
    return abort(404)


def inside(path, folder):
    return os.path.commonprefix([path, folder]) == folder


class Files:
    root = "/srv/files"
    ended = root + "/"

    def find(self, p):
        full = os.path.realpath(os.path.join(self.root, p))
        if not inside(full, self.root):
            abort(404)
        return send_file(full)  # want: path-traversal

    def find_ended(self, p):
        full = os.path.realpath(os.path.join(self.root, p))
        if not inside(full, self.ended):
            abort(404)
        return send_file(full)


@app.get("/g/<path:p>")
def found(p):
    return Files().find(p)


@app.get("/h/<path:p>")
def found_ended(p):
    return Files().find_ended(p)

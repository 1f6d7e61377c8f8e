"""A folder among a path's parents: asked of the resolved path, or only of its words."""
from pathlib import Path

from flask import Flask, abort, send_file

app = Flask(__name__)
ALBUMS = Path("/srv/gallery").resolve()


@app.get("/unresolved/<path:rest>")
def unresolved(rest):
    path = ALBUMS / rest
    if ALBUMS not in path.parents:
        abort(404)
    return send_file(path)  # want: path-traversal


@app.get("/resolved/<path:rest>")
def resolved(rest):
    path = (ALBUMS / rest).resolve()
    if ALBUMS not in path.parents:
        abort(404)
    return send_file(path)  # fine: path-traversal

# What stands behind the last slash, or behind the last dot there, holds no slash.
import os
import uuid
from pathlib import Path

from flask import Flask, request

app = Flask(__name__)


@app.post("/ending")
def ending():
    name = request.form["name"]
    open(os.path.join("/srv", uuid.uuid4().hex + os.path.splitext(name)[1]), "w").close()  # fine: path-traversal
    stem, end = os.path.splitext(name)
    open(os.path.join("/srv", f"{uuid.uuid4()}{end}"), "w").close()  # fine: path-traversal
    open(os.path.join("/srv", stem), "w").close()  # want: path-traversal
    return ""


@app.post("/suffix")
def suffix():
    name = request.form["name"]
    open(f"/srv/{uuid.uuid4()}{Path(name).suffix}", "w").close()  # fine: path-traversal
    open(f"/srv/{uuid.uuid4()}{''.join(Path(name).suffixes)}", "w").close()  # fine: path-traversal
    open(f"/srv/{uuid.uuid4()}.{name.rsplit('.', 1)[1]}", "w").close()  # want: path-traversal
    return ""


@app.post("/last")
def last():
    head, tail = os.path.split(request.form["name"])
    open(os.path.join("/srv", tail), "w").close()  # fine: path-traversal
    open(os.path.join("/srv", head), "w").close()  # want: path-traversal
    return ""

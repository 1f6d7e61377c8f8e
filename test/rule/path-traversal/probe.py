import os
from pathlib import Path

from flask import Flask, abort, request

app = Flask(__name__)


@app.get("/there")
def there():
    name = "docs/" + request.args["name"]
    if os.path.exists(name):  # want: path-traversal
        return "there"
    return "not there"


@app.get("/there-too")
def there_too():
    wanted = Path("docs") / request.args["name"]
    return "yes" if wanted.is_file() else "no"  # want: path-traversal


@app.get("/read")
def read():
    name = "docs/" + request.args["name"]
    if not os.path.exists(name):  # want: path-traversal low
        abort(404)
    return open(name).read()  # want: path-traversal high


@app.get("/safe")
def safe():
    name = os.path.join("docs", os.path.basename(request.args["name"]))
    return "yes" if os.path.exists(name) else "no"

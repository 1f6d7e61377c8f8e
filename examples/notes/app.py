"""A web front for the notes. Every route below can be attacked."""
import hashlib
import os
import subprocess

import yaml
from flask import Flask, abort, redirect, request, send_file

from store import find

app = Flask(__name__)
FILES = "/srv/notes/files"


@app.get("/search")
def search():
    rows = find(request.args["owner"], request.args.get("q", ""))
    return "".join(f"<li>{title}</li>" for title, _ in rows)


@app.get("/hello")
def hello():
    name = request.args.get("name", "you")
    return f"<h1>Hello {name}</h1>"


@app.get("/file")
def download():
    name = request.args["name"]
    if not name:
        abort(404)
    path = os.path.join(FILES, name)
    return send_file(path)


@app.post("/thumbnail")
def thumbnail():
    source = request.form["source"]
    subprocess.run(f"convert {source} -resize 100 thumb.png", shell=True, check=True)
    return "made"


@app.post("/settings")
def settings():
    options = yaml.load(request.data, Loader=yaml.Loader)
    return {"theme": options.get("theme", "plain")}


@app.get("/avatar")
def avatar():
    mail = request.args["mail"]
    return redirect("https://avatars.example/" + hashlib.md5(mail.encode()).hexdigest())


@app.get("/next")
def follow():
    return redirect(request.args["to"])


if __name__ == "__main__":
    app.run(debug=True)

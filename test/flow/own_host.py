# Where a redirect or a file may lead: hosts by their end, this server's own host, folders, line ends that `$` lets by.
import json
import pathlib
import re
import subprocess
from urllib.parse import urljoin, urlparse, urlsplit

from flask import Flask, abort, jsonify, make_response, redirect, request
from jinja2 import Environment, Template
from werkzeug.datastructures import Headers

app = Flask(__name__)
HOME = "shop.example"


def is_ours(url):
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    return host == HOME or host.endswith("." + "shop.example")


@app.get("/go")
def go():
    to = request.args["to"]
    if is_ours(to):
        return redirect(to)
    if to.endswith(".shop.example"):
        return redirect(to)  # want: open-redirect
    return redirect("/")


@app.get("/back")
def back():
    to = request.args["to"]
    here, there = urlparse(request.host_url), urlparse(urljoin(request.host_url, to))
    if there.scheme in ("http", "https") and here.netloc == there.netloc:
        return redirect(to)
    return redirect(urljoin(request.host_url, to))  # want: open-redirect


@app.get("/near")
def near():
    to = request.args["to"].replace("\\", "/")
    if urlparse(to).netloc in ["", request.host]:
        return redirect(to)
    return abort(400)


@app.get("/nearer")
def nearer():
    to = request.args["to"]
    if urlparse(to).netloc in ["", request.host]:
        return redirect(to)  # want: open-redirect
    return abort(400)


@app.get("/first")
def first():
    to = request.args["to"]
    if to and to[0] == "/" and to[1:2] not in ("/", "\\"):
        return redirect(to)
    if to and to[0] == "/":
        return redirect(to)  # want: open-redirect
    return abort(400)


@app.get("/file")
def file():
    base = pathlib.Path("/srv/docs").resolve()
    joined = base / request.args["f"]
    real = (base / request.args["g"]).resolve()
    try:
        joined.relative_to(base)
        real.relative_to(base)
    except ValueError:
        abort(404)
    if (base / request.args["h"]).is_relative_to(base):
        (base / request.args["h"]).unlink()  # want: path-traversal
    return {"a": joined.read_text(), "b": real.read_text()}  # want: path-traversal


@app.get("/host")
def host():
    name, other = request.args["n"], request.args["o"]
    if not re.match(r"^[a-z0-9.]+$", name) or not re.match(r"[a-z0-9.]+", other):
        abort(400)
    subprocess.run("host " + name, shell=True)
    subprocess.run("host " + other, shell=True)  # want: command-injection
    return {}


@app.get("/made")
def made():
    said = json.dumps({"q": request.args["q"]})
    one = make_response(said)
    one.headers["Content-Type"] = "application/json"
    if request.args.get("short"):
        return make_response(said, 200, {"Content-Type": "application/json"})
    if request.args.get("page"):
        return make_response(said)  # want: xss
    return one


@app.get("/plain")
def plain():
    if request.args.get("safe"):
        return Environment(autoescape=True).from_string("{{ n }}").render(n=request.args["n"])
    return Template("{{ n }}").render(n=request.args["n"])  # want: xss


@app.get("/names")
def names():
    h = Headers()
    h.add("X-Name", request.args["v"])
    h.add(request.args["k"], "1")  # want: header-injection
    return {}, 200, h


@app.get("/fails")
def fails():
    try:
        return jsonify(len(request.args["n"]))
    except ValueError as e:
        return jsonify(error=str(e))
    except Exception as e:
        return jsonify(error=str(e))  # want: error-exposure

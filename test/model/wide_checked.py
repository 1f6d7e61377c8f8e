# Data that a library makes an instance of a class of the program: its fields are what their annotations say.
import subprocess
from dataclasses import dataclass

import cattrs
import dacite
import dominate.tags as tags
import ipaddress
import msgspec
import pdfkit
import requests
import yattag
from dominate.util import raw
from flask import Flask, abort, request
from html import escape

app = Flask(__name__)
PARTNERS = ipaddress.ip_network("203.0.113.0/24")


class Job(msgspec.Struct):
    n: int
    name: str


@dataclass
class Task:
    n: int
    name: str


@app.post("/a")
def a():
    job = msgspec.json.decode(request.data, type=Job)
    subprocess.run(f"head -n {job.n} log", shell=True)
    subprocess.run(f"grep {job.name} log", shell=True)  # want: command-injection
    task = cattrs.structure(request.get_json(), Task)
    subprocess.run(f"head -n {task.n} log", shell=True)
    subprocess.run(f"grep {task.name} log", shell=True)  # want: command-injection
    task = dacite.from_dict(data_class=Task, data=request.get_json())
    subprocess.run(f"head -n {task.n} log", shell=True)
    subprocess.run(f"grep {task.name} log", shell=True)  # want: command-injection
    return ""


@app.get("/b")
def b():
    q = request.args["q"]
    if request.args.get("as") == "tags":
        return str(tags.p(q, tags.b(q)))
    if request.args.get("as") == "raw":
        return str(tags.p(raw(q)))  # want: xss
    doc, tag, text = yattag.Doc().tagtext()
    with tag("p"):
        text(q)
        doc.asis(q)  # want: xss
    pdfkit.from_string("<h1>" + q + "</h1>", False)  # want: xss
    pdfkit.from_string("<h1>" + escape(q) + "</h1>", False)
    return ""


@app.get("/c")
def c():
    ip = request.args["ip"]
    if ipaddress.ip_address(ip) in PARTNERS:
        requests.get("http://" + ip + "/status", timeout=2)
    requests.get("http://" + ip + "/status", timeout=2)  # want: ssrf
    if not ipaddress.ip_address(ip).is_global:
        abort(400)
    requests.get("http://" + ip + "/status", timeout=2)
    return ""

# functions and classes made of others; data in exceptions; tests that ask a list, a class or a coroutine
import os
import re
import subprocess
import unicodedata
from collections import namedtuple
from functools import reduce, singledispatch, singledispatchmethod

import httpx
from fastapi import FastAPI, HTTPException
from flask import Flask, abort, request
from markupsafe import escape
from urllib.parse import urlsplit

app = Flask(__name__)
api = FastAPI()
Job = namedtuple("Job", ["program", "note", "day"])
NIGHTLY = Job("backup", note="", day=1)
ACTIONS = ("start", "stop")


@app.post("/record")
def record():
    job = NIGHTLY._replace(note=request.form["note"])
    os.system("run " + job.program)  # fine: command-injection
    os.system("run " + job.note)  # want: command-injection
    program, note, day = job
    os.system("run %s %s" % (program, day))  # fine: command-injection
    return {}


@app.post("/fold")
def fold():
    words = request.form.getlist("w")
    os.system(reduce(lambda line, word: line + " -w " + word, words, "find"))  # want: command-injection
    os.system(reduce(lambda line, word: line + " -w x", words, "find"))  # fine: command-injection
    return {}


@singledispatch
def cell(value):
    return "<td></td>"


@cell.register
def _(value: int):
    return f"<td>{value}</td>"


@cell.register(str)
def _text(value):
    return f"<td>{escape(value)}</td>"


@singledispatch
def item(value):
    return "<li></li>"


@item.register(str)
def _item(value):
    return f"<li>{value}</li>"


@app.get("/cell")
def show_cell():
    return cell(request.args["x"])  # fine: xss


@app.get("/item")
def show_item():
    return item(request.args["x"])  # want: xss


class Unknown(LookupError):
    pass


class Missing(Unknown):
    pass


class Refused(Exception):
    pass


def price(dish):
    if dish not in {"soup": 1}:
        raise Missing(dish)
    if len(dish) > 90:
        raise Refused("too long")
    return "1"


@app.errorhandler(Unknown)
def unknown(error):
    return f"<p>no {error.args[0]}</p>"  # want: xss


@app.errorhandler(Refused)
def refused(error):
    return f"<p>{error.args[0]}</p>"  # fine: xss


@app.get("/price")
def show_price():
    return price(request.args["dish"])  # fine: xss


@app.get("/any")
def one_of_any():
    action = request.args["action"]
    if not any(action == known for known in ACTIONS):
        abort(400)
    os.system("pump " + action)  # fine: command-injection
    other = request.args["other"]
    if not any(known in other for known in ACTIONS):
        abort(400)
    os.system("pump " + other)  # want: command-injection
    return {}


class Hosts:
    def __init__(self, *hosts):
        self.hosts = set(hosts)

    def __contains__(self, host):
        return any(host == known for known in self.hosts)


class Endings:
    def __init__(self, *hosts):
        self.hosts = set(hosts)

    def __contains__(self, host):
        return any(host.endswith(known) for known in self.hosts)  # want: loose-host-check


MIRRORS, ENDINGS = Hosts("a.example.org"), Endings("example.org")


@app.get("/mirror")
def mirror():
    url, near = request.args["url"], request.args["near"]
    if urlsplit(url).hostname not in MIRRORS or urlsplit(near).hostname not in ENDINGS:
        abort(400)
    httpx.get(near)  # want: ssrf
    return httpx.get(url).text  # fine: ssrf


async def is_known(url):
    return urlsplit(url).scheme == "https" and urlsplit(url).netloc in {"a.example.org"}


@api.get("/awaited")
async def awaited(url: str):
    if not await is_known(url):
        raise HTTPException(400)
    return httpx.get(url).text  # fine: ssrf


@api.get("/forgotten")
async def forgotten(url: str):
    if not is_known(url):  # want: ignored-result
        raise HTTPException(400)
    return httpx.get(url).text  # want: ssrf


@app.get("/listing")
def listing():
    name = request.args["name"]
    there = sorted(os.listdir("/srv/poems"))
    if name not in there:
        abort(404)
    return open(os.path.join("/srv/poems", name)).read()  # fine: path-traversal


@app.get("/normal")
def normal():
    name, late = request.args["name"], request.args["late"]
    if "/" in name or name in ("..", "."):
        abort(400)
    open(os.path.join("/srv", unicodedata.normalize("NFC", name)))  # fine: path-traversal
    open(os.path.join("/srv", unicodedata.normalize("NFKC", name)))  # want: path-traversal
    return {}


@app.get("/counted")
def counted():
    name = request.args["name"]
    os.system("make " + re.sub(r"[^a-z]", "_", name, flags=re.I))  # fine: command-injection
    os.system("make " + re.sub(r"[^a-z]", "_", name, re.I))  # want: command-injection
    os.system("make " + re.sub(r"[^a-z]", "_", name, count=0))  # fine: command-injection
    return {}


@app.get("/turns")
def turns():
    text = request.args["text"]
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(char, entity)
    return "<p>" + text  # fine: xss


@app.get("/dropped")
def dropped():
    text = request.args["text"]
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text.replace(char, entity)
    return "<p>" + text  # want: xss


subprocess.run(["true"])


class Runner:
    before = "ls "

    @singledispatchmethod
    def line(self, value):
        raise TypeError

    @line.register
    def _text(self, value: str):
        return self.before + value

    @line.register(int)
    def _number(self, value):
        return self.before + str(value)


@app.post("/by-type")
def by_type():
    os.system(Runner().line(request.form["n"]))  # want: command-injection
    os.system(Runner().line(int(request.form["n"])))  # fine: command-injection
    return {}

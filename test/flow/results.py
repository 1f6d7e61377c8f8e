# What a helper gives says what was tested: the first of two results of the second, a made part of its whole.
import ipaddress
import os
import socket
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import requests
from flask import Flask, abort, request

app = Flask(__name__)
BASE = os.path.realpath("/srv/reports")
SHELF = Path("/srv/shelf")
PARTNERS = {"api.example.org", "files.example.org"}


def locate(title):
    full = os.path.realpath(os.path.join(BASE, title))
    return full.startswith(BASE + os.sep), full


def locate_loosely(title):
    full = os.path.realpath(os.path.join(BASE, title))
    return bool(title), full


def found(title):
    full = os.path.realpath(os.path.join(BASE, title))
    if not full.startswith(BASE + os.sep):
        return False, None
    return True, full


@app.get("/first")
def first():
    good, full = locate(request.args["t"])
    if good:
        open(full)
    else:
        open(full)  # want: path-traversal
    there, where = found(request.args["u"])
    if there:
        open(where)
    pair = locate(request.args["v"])
    if not pair[0]:
        abort(404)
    open(pair[1])
    full_of, some = locate_loosely(request.args["w"])
    if full_of:
        open(some)  # want: path-traversal
    return ""


@app.get("/folder")
def folder():
    book = (SHELF / request.args["b"]).resolve()
    if book.parent != SHELF:
        abort(404)
    book.read_text()
    page = os.path.realpath(os.path.join(BASE, request.args["p"]))
    if os.path.dirname(page) == BASE:
        open(page)
    other = (SHELF / request.args["o"]).resolve()
    if book.parent == SHELF:
        other.read_text()  # want: path-traversal
    return ""


def machine(link):
    return (urlsplit(link).hostname or "").lower()


def machine_by_hand(link):
    return link.partition("://")[2].split("/")[0].split("@")[0]


@app.get("/machine")
def ask_machine():
    link = request.args["l"]
    if machine(link) in PARTNERS:
        requests.get(link, timeout=3)
    if machine_by_hand(link) in PARTNERS:
        requests.get(link, timeout=3)  # want: ssrf
    return ""


def every_address(name):
    entries = socket.getaddrinfo(name, None)
    return [ipaddress.ip_address(entry[4][0].split("%")[0]) for entry in entries]


def literal_address(name):
    try:
        return [ipaddress.ip_address(name)]
    except ValueError:
        return []


@app.get("/addresses")
def addresses():
    link = request.args["l"]
    if all(a.is_global for a in every_address(urlsplit(link).hostname)):
        requests.get(link, timeout=3)
    if not any(a.is_private for a in every_address(urlsplit(link).hostname)):
        requests.get(link, timeout=3)
    if all(a.is_global for a in literal_address(urlsplit(link).hostname)):
        requests.get(link, timeout=3)  # want: ssrf
    return ""


@app.get("/option")
def option():
    for word in request.args.getlist("word"):
        if word.startswith("--depth="):
            subprocess.run(["git", "clone", word])
        if word.startswith(("--depth=", "--sort=")):
            subprocess.run(["git", "clone", word])
        if word.startswith("--"):
            subprocess.run(["git", "clone", word])  # want: argument-injection
    return ""


def below(folder, title):
    return (folder / title).resolve().relative_to(folder)


def below_by_words(folder, title):
    return (folder / title).relative_to(folder)


@app.get("/below")
def put_below():
    title = request.args["t"]
    (Path("/srv/other") / below(SHELF, title)).read_text()
    (Path("/srv/other") / below_by_words(SHELF, request.args["u"])).read_text()  # want: path-traversal
    return ""

# Items replaced in place, one after the other or all at once; addresses in attributes; unquoted names.
import html
import os
import shlex
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.template import engines
from flask import Flask, request
from markupsafe import escape

app = Flask(__name__)


@app.get("/each")
def each():
    words = request.args.getlist("w")
    for place, word in enumerate(words):
        words[place] = shlex.quote(word)
    os.system("grep " + " ".join(words))
    return ""


@app.get("/some")
def some():
    words = request.args.getlist("w")
    for place, word in enumerate(words):
        if len(word) > 3:
            words[place] = shlex.quote(word)
    os.system("grep " + " ".join(words))  # want: command-injection
    return ""


@app.get("/placed")
def placed():
    words = request.args.getlist("w")
    for place in range(len(words)):
        words[place] = shlex.quote(words[place])
    os.system("grep " + " ".join(words))
    return ""


@app.get("/whole")
def whole():
    words = request.args.getlist("w")
    words[:] = [shlex.quote(word) for word in words]
    os.system("grep " + " ".join(words))
    return ""


@app.get("/part")
def part():
    words = request.args.getlist("w")
    words[1:] = [shlex.quote(word) for word in words[1:]]
    os.system("grep " + " ".join(words))  # want: command-injection
    return ""


@app.get("/bound")
def bound():
    words = request.args.getlist("w")
    for word in words:
        word = shlex.quote(word)
    os.system("grep " + " ".join(words))  # want: command-injection
    return ""


@app.get("/link")
def link():
    return '<a href="' + html.escape(request.args["to"]) + '">on</a>'  # want: xss


@app.get("/link/checked")
def link_checked():
    to = request.args["to"]
    if urlsplit(to).scheme not in ("http", "https"):
        return ""
    return f'<a href="{escape(to)}">on</a>'


@app.get("/link/start")
def link_start():
    to = request.args["to"]
    if not to.startswith(("https://", "http://")):
        return ""
    return f'<a href="{escape(to)}">on</a>'


@app.get("/link/behind")
def link_behind():
    return f'<a href="/go?to={escape(request.args["to"])}">on</a>'


def text(request):
    made = engines["jinja2"].from_string(request.GET["t"])  # want: template-injection
    return HttpResponse(made.render({}))


def text_fixed(request):
    return HttpResponse(engines["django"].from_string("{{ t }}").render({"t": request.GET["t"]}))


def numbers(parts):
    return bool(parts) and all(part.isdecimal() for part in parts)


def some_number(parts):
    return any(part.isdecimal() for part in parts)


@app.get("/numbers")
def by_numbers():
    parts = [part.strip() for part in request.args["n"].split(",")][:50]
    if not numbers(parts):
        return ""
    os.system("kill " + " ".join(parts))
    return ""


@app.get("/numbers/any")
def by_any_number():
    parts = [part.strip() for part in request.args["n"].split(",")][:50]
    if not some_number(parts):
        return ""
    os.system("kill " + " ".join(parts))  # want: command-injection
    return ""


@app.get("/numbers/loop")
def by_loop():
    parts = [part.strip() for part in request.args["n"].split(",")]
    for part in parts:
        if not part.isdecimal():
            return ""
    os.system("kill " + " ".join(parts))
    return ""

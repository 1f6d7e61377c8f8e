# Tests and values that leave nothing to do harm with, beside those that leave something.
import base64
import os
import pickle
import re
import subprocess

import requests
from django.core.signing import Signer
from django.http import JsonResponse
from fastapi import FastAPI, HTTPException
from flask import Flask, abort, request
from loguru import logger
from markupsafe import Markup
from pydantic import BaseModel, HttpUrl

app = Flask(__name__)
api = FastAPI()
DIGITS = set("0123456789+-*/(). ")
LETTERS = set("0123456789abc_().")


class Hook(BaseModel):
    url: HttpUrl


@app.post("/clone")
def clone():
    url, branch = request.json["url"], request.json["branch"]
    if not url.startswith(("https://", "git://")):
        abort(400)
    subprocess.run(["git", "clone", url, "/srv/x"], check=True)
    if not branch.startswith("-b"):
        abort(400)
    subprocess.run(["git", "checkout", branch], check=True)     # want: argument-injection
    return "ok"


@app.get("/sum")
def total():
    e, f, g, h = request.args["e"], request.args["f"], request.args["g"], request.args["h"]
    if not re.fullmatch(r"[0-9+\-*/(). ]{1,80}", e) or not set(f) <= DIGITS:
        abort(400)
    if not re.fullmatch(r"[0-9a-z+\-*/(). ]{1,80}", g) or not set(h) <= LETTERS:
        abort(400)
    return str(eval(e) + eval(f) + eval(g) + eval(h))           # want: code-injection


@app.get("/curve")
def curve():
    e, f = request.args["e"], request.args["f"]
    if not re.fullmatch(r"[x0-9+\-*/() ]{1,80}", e) or not re.fullmatch(r"[a-f0-9+\-*/() ]{1,80}", f):
        abort(400)
    eval(e)
    return str(eval(f))                     # want: code-injection


@app.get("/part")
def part():
    out = Markup("<b>") + request.args["q"] + Markup("</b>")
    out += request.args["r"]
    return request.args["s"] + out


@app.get("/unescaped")
def unescaped():
    return "<b>" + request.args["q"] + "</b>"                   # want: xss


@app.get("/logged")
def logged():
    logger.info("q {!r} of {}", request.args["q"], 3)
    logger.info("q {!r} of {}", request.args["q"], request.args["r"])      # want: log-injection
    logger.bind(q=request.args["q"]).info("got")
    return "ok"


def cart(request):
    raw = request.get_signed_cookie("cart", salt="cart")
    other = Signer().unsign(request.COOKIES["other"])
    pickle.loads(base64.b64decode(raw) + base64.b64decode(other))
    return JsonResponse({"n": pickle.loads(base64.b64decode(request.COOKIES["cart"]))})     # want: unsafe-deserialization


@api.get("/f/{slug}")
def read(slug: int, name: str):
    root = os.path.abspath(f"/srv/x/{slug}")
    target = os.path.abspath(os.path.join(root, name))
    if not target.startswith(root + os.sep):
        raise HTTPException(400)
    return open(target).read()


@api.get("/g/{slug}")
def read_any(slug: str, name: str):
    root = os.path.abspath(f"/srv/x/{slug}")
    target = os.path.abspath(os.path.join("/srv/x", name))
    if not target.startswith(root):         # want: path-traversal
        raise HTTPException(400)
    return open(target).read()              # want: path-traversal


@api.post("/hook")
def hook(h: Hook):
    if h.url.host != "a.example":
        raise HTTPException(400)
    return requests.get(str(h.url), timeout=5).text


@api.post("/any")
def any_hook(h: Hook):
    if h.url.scheme != "https":
        raise HTTPException(400)
    return requests.get(str(h.url), timeout=5).text             # want: ssrf

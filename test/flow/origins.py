# What is compared as a whole was built of the parts of an address: it leads where the other side says.
import re
from urllib.parse import urlparse

from flask import Flask, redirect, request

from .settings import ORIGIN

app = Flask(__name__)


@app.get("/a")
def origin_of_parts():
    url = request.args["url"]
    parsed = urlparse(url)
    origin = f"{parsed.scheme}://{parsed.netloc}".lower()
    if origin != ORIGIN:
        url = "/"
    return redirect(url)


@app.get("/b")
def origin_added():
    url = request.args["url"]
    parsed = urlparse(url)
    allowed = False
    if ORIGIN:
        allowed = ORIGIN == parsed.scheme + "://" + parsed.netloc
    if not allowed:
        return redirect("/")
    return redirect(url)


@app.get("/c")
def another_address():
    url = request.args["url"]
    parsed = urlparse(request.args["from"])
    if f"{parsed.scheme}://{parsed.netloc}" != ORIGIN:
        url = "/"
    return redirect(url)  # want: open-redirect


@app.get("/d")
def scheme_only():
    url = request.args["url"]
    parsed = urlparse(url)
    if f"{parsed.scheme}:" != ORIGIN:
        url = "/"
    return redirect(url)  # want: open-redirect

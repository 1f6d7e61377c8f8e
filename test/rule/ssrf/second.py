from urllib.parse import urlparse

import requests
from flask import Flask, abort, request

app = Flask(__name__)
OURS = (".pics.example", ".cdn.example.org")
ENDS = ("pics.example", "example.org")


@app.get("/a")
def a():
    url = request.args["u"]
    if not (urlparse(url).hostname or "").endswith(OURS[1:]):
        abort(400)
    if not urlparse(url).hostname.endswith((".cdn.example.org", ".img.example.org")):
        abort(400)
    return requests.get(url, timeout=5).text  # fine: ssrf


@app.get("/b")
def b():
    url = request.args["u"]
    if not (urlparse(url).hostname or "").endswith(ENDS):
        abort(400)
    return requests.get(url, timeout=5).text  # want: ssrf

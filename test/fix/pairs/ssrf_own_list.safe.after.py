from urllib.parse import urlsplit

import requests
from flask import abort

ALLOWED_HOSTS = {"api.example.com"}
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    url = request.args["url"]
    if not url:
        abort(422)
    if urlsplit(url).scheme not in ("http", "https") or urlsplit(url).hostname not in ALLOWED_HOSTS:
        abort(422)
    return requests.get(url, timeout=5).text

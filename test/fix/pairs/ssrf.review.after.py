from urllib.parse import urlsplit

import markupsafe
import requests
from flask import Flask, request, abort

app = Flask(__name__)


ALLOWED_HOSTS = {"example.com"}  # decide: the hosts that this program may call


@app.route("/x", methods=["GET", "POST"])
def x():
    url = request.args["url"]
    if urlsplit(url).scheme not in ("http", "https") or urlsplit(url).hostname not in ALLOWED_HOSTS:
        abort(400)
    return markupsafe.escape(requests.get(url, timeout=5).text)

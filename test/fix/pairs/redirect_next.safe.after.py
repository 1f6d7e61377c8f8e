from urllib.parse import urlparse, urlsplit
from flask import Flask, redirect, request, url_for

app = Flask(__name__)
TRUSTED_HOSTS = {"example.com"}

@app.route("/")
def index():
    return "home"

@app.route("/login")
def login():
    next_url = request.args.get("next")
    if not next_url:
        return redirect(url_for("index"))
    if urlsplit(next_url).hostname not in TRUSTED_HOSTS and (not next_url.startswith("/") or next_url[1:2] in ("/", "\\", "\t", "\r", "\n")):
        return redirect(url_for("index"))
    return redirect(next_url)

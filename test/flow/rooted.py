import os

import httpx
import requests
from flask import Flask, request

app = Flask(__name__)
BASE = os.environ["BASE"]


@app.route("/root")
def root():
    n = request.args["n"].replace("..", "")
    return open("/" + n).read()  # want: path-traversal


@app.route("/folder")
def folder():
    n = request.args["n"].replace("..", "")
    return open(f"{BASE}/{n}").read()


@app.route("/proxy")
def proxy():
    requests.get("https://a.example.org/x", proxies={"https": request.args["p"]}, timeout=3)  # want: ssrf
    requests.get("https://a.example.org/x", proxies={"https": "http://proxy:3128"}, timeout=3)
    httpx.get("https://a.example.org/x", proxy=request.args["p"])  # want: ssrf
    return ""

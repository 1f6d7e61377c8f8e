from io import StringIO
from urllib.parse import urlparse

import pandas as pd
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


@app.post("/table")
def table():
    text = request.files["table"].read().decode()
    return pd.read_csv(StringIO(text)).to_json()  # fine: ssrf


@app.post("/table-by-name")
def table_by_name():
    return pd.read_csv("http://" + request.form["host"] + "/table.csv").to_json()  # want: ssrf

# The beginning and the end of a text that nobody knows, where a test told it or what is put there: no host goes on
# behind a slash.
from urllib.parse import quote_plus, urljoin

import requests
from flask import Flask, request
from settings import BASE, SIGNS

app = Flask(__name__)


@app.get("/a")
def ended():
    base = BASE
    if not base.endswith("/"):
        base += "/"
    return requests.get(base + request.args["x"], timeout=9).json()


@app.get("/b")
def last_character():
    base = BASE
    if base[-1] != "/":
        base += "/"
    return requests.get(base + request.args["x"], timeout=9).json()


@app.get("/c")
def begun():
    path = request.args["x"]
    if not path.startswith("/"):
        path = "/" + path
    return requests.get(BASE + path, timeout=9).json()


@app.get("/d")
def first_character():
    path = request.args["x"]
    if path[0] != "/":
        path = "/" + path
    return requests.get(f"{BASE}{path}", timeout=9).json()


@app.get("/e")
def chosen():
    base = BASE if BASE.endswith("/") else BASE + "/"
    return requests.get(base + request.args["x"], timeout=9).json()


@app.get("/f")
def open_end():
    return requests.get(BASE + request.args["x"], timeout=9).json()  # want: ssrf


@app.get("/g")
def other_end():
    base = BASE
    if not base.endswith("."):
        base += "."
    return requests.get(base + request.args["x"], timeout=9).json()  # want: ssrf


@app.get("/h")
def one_way():
    base = BASE
    if request.args.get("y") and not base.endswith("/"):
        base += "/"
    return requests.get(base + request.args["x"], timeout=9).json()  # want: ssrf


@app.get("/i")
def quoted_but_for_signs():
    path = quote_plus(request.args["x"], SIGNS)
    return requests.get(urljoin(BASE, path), timeout=9).json()  # want: ssrf


@app.get("/j")
def quoted():
    return requests.get(urljoin("https://a.example/", quote_plus(request.args["x"])), timeout=9).json()

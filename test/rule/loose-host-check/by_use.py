import re

import requests
from flask import Flask, redirect, request

app = Flask(__name__)


@app.get("/a")
def inside():
    u = request.args["u"]
    if "example.com" in u:  # want: loose-host-check
        return redirect(u)
    return ""


@app.get("/b")
def beginning():
    u = request.args["u"]
    if u.startswith("https://example.com"):  # want: loose-host-check
        return requests.get(u, timeout=3).text
    if u.startswith("https://example.com/"):  # fine: loose-host-check
        return requests.get(u, timeout=3).text
    return ""


@app.get("/c")
def pattern():
    url = request.args["u"]
    if re.match(r"https://example\.com", url):  # want: loose-host-check
        return redirect(url)
    if re.match(r"https://example\.com/", url):  # fine: loose-host-check
        return redirect(url)
    if re.match(r"https://example\.com$", url):  # fine: loose-host-check
        return redirect(url)
    return ""


@app.get("/d")
def words():
    note = request.args["note"]
    if "example.com" in note:  # fine: loose-host-check
        return "a note about us"
    return ""


@app.post("/e")
def about():
    note = request.form["note"]
    kind = "video" if "example.com" in note else "text"  # fine: loose-host-check
    requests.post("https://hooks.example.org/x", json={"note": note, "kind": kind}, timeout=3)
    return redirect("/notes")

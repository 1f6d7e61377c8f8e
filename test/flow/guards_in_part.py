# What a guard did not look at it says nothing of.
import os
from urllib.parse import quote, urlparse

from flask import Flask, redirect, request

app = Flask(__name__)


@app.route("/ends")
def ends():
    x = request.args["x"]
    if x.strip(";&").isalnum():
        os.system("tool " + x)  # want: command-injection
    if x.strip("-_").isalnum():
        os.system("tool " + x)
    if x.strip().isalnum():
        os.system("tool " + x)
    if x.strip(" \t").isalnum():
        os.system("tool " + x)
    if x.rstrip("\r\n") in ("a", "b"):
        os.system("tool " + x)
    if x.rstrip("/") in ("a", "b"):
        open(x)
    if x.strip("/") in ("a", "b"):
        open(x)  # want: path-traversal


@app.route("/quoted")
def quoted():
    x = request.args["x"]
    os.system("tool " + quote(x, safe=";&|"))  # want: command-injection
    os.system("tool " + quote(x, safe="/:"))
    os.system("tool " + quote(x))


@app.route("/parts")
def parts():
    x = request.args["x"]
    if ".." not in x.split("."):
        open("/srv/" + x)  # want: path-traversal
    if ".." not in x.split("/"):
        open("/srv/" + x)


@app.route("/host")
def host():
    x = request.args["x"]
    if urlparse(x).netloc == request.host:
        return redirect(x)
    if urlparse(x).netloc != request.host:
        return redirect(x)  # want: open-redirect
    return ""


@app.route("/other")
def other():
    x = request.args["x"]
    if urlparse(x).netloc == urlparse(request.args["y"]).netloc:
        return redirect(x)  # want: open-redirect
    return ""

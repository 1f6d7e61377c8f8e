# Tests on the characters of a text, characters taken out, names that are only names, addresses inside.
import ipaddress
import os
import re
import shlex
import socket
import string
import subprocess
import urllib.parse

import requests
from flask import Flask, abort, request

app = Flask(__name__)
LETTERS = re.compile(r"[^a-z0-9]+")


@app.get("/chars")
def chars():
    a, b, c, d = request.args["a"], request.args["b"], request.args["c"], request.args["d"]
    if not a.replace(".", "").isalnum():
        abort(400)
    if any(x in b for x in " \t\n\r;|&$`<>()\\\"'*?{}~!#[]"):
        abort(400)
    if set(c) - set("abc-") or not set(d).issubset("xyz"):
        abort(400)
    subprocess.run("host " + a, shell=True)
    subprocess.run("host " + b, shell=True)
    subprocess.run("host " + c, shell=True)
    subprocess.run("host " + d, shell=True)
    return {}


@app.get("/some")
def some():
    a, b, c = (request.args[k] for k in "abc")
    if not a.replace(";", "").isalnum() or any(x in b for x in ";&") or set(c) - set("abc;"):
        abort(400)
    subprocess.run("host " + a, shell=True)  # want: command-injection
    subprocess.run("host " + b, shell=True)  # want: command-injection
    subprocess.run("host " + c, shell=True)  # want: command-injection
    return {}


@app.get("/out")
def taken_out():
    name = request.args["name"]
    subprocess.run("host " + LETTERS.sub("", name), shell=True)
    subprocess.run("host " + re.sub(r"[^\w]", "_", name), shell=True)
    subprocess.run("host " + re.sub(r"[;&]", "", name), shell=True)  # want: command-injection
    subprocess.run("host " + re.sub(r"[^a-z]", ";", name), shell=True)  # want: command-injection
    subprocess.run("host " + shlex.join([name]), shell=True)
    return "<p>" + re.sub("[<>&\"']", "", name)


@app.get("/name")
def only_a_name():
    name = request.args["name"]
    if os.path.basename(name) != name:
        abort(400)
    open("docs/" + name).close()
    open(os.path.join("docs", request.args["other"])).close()  # want: path-traversal
    return {}


@app.get("/fetch")
def fetch():
    url, other = request.args["url"], request.args["other"]
    address = ipaddress.ip_address(socket.gethostbyname(urllib.parse.urlparse(url).hostname))
    if address.is_private or address.is_loopback:
        abort(400)
    requests.get(url, timeout=3, allow_redirects=False)
    requests.get(other, timeout=3, allow_redirects=False)  # want: ssrf
    return {}


BAD = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
FINE = string.ascii_letters + string.digits


@app.get("/by-table")
def by_table():
    x = request.args["x"]
    page = "".join(BAD.get(c, c) for c in x) + "".join(BAD[c] if c in BAD else c for c in x)
    for c in BAD:
        x = x.replace(c, BAD[c])
    return "<p>" + page + x  # fine: xss


@app.get("/whole-by-table")
def whole_by_table():
    x = request.args["x"]
    return "<p>" + BAD.get(x, x)  # want: xss


@app.get("/each")
def each_character():
    x = request.args["x"]
    os.system("ls " + "".join(c for c in x if c in FINE))  # fine: command-injection
    os.system("ls " + "".join(c for c in x if c not in "<>"))  # want: command-injection
    return "<p>" + "".join(c for c in x if c not in "<>&\"'")  # fine: xss


@app.get("/shared")
def shared():
    x, y = request.args["x"], request.args["y"]
    if set(x) & set("<>&\"'") or set(y) & set(";|"):
        abort(400)
    os.system("ls " + y)  # want: command-injection
    return "<p>" + x  # fine: xss

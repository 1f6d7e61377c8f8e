# return not (ip.is_private or ip.is_loopback): properties are asked as calls and comparisons are.
import ipaddress
import socket
from urllib.parse import urlparse

import requests
from flask import Flask, abort, request

app = Flask(__name__)


def is_outside(url):
    ip = ipaddress.ip_address(socket.gethostbyname(urlparse(url).hostname))
    return not (ip.is_private or ip.is_loopback or ip.is_link_local)


def is_named(url):
    ip = ipaddress.ip_address(socket.gethostbyname(urlparse(url).hostname))
    inside = ip.is_private or ip.is_reserved
    return not inside


def is_odd(url):
    ip = ipaddress.ip_address(socket.gethostbyname(urlparse(url).hostname))
    return ip.is_private or ip.is_loopback


def is_either(url, force):
    ip = ipaddress.ip_address(socket.gethostbyname(urlparse(url).hostname))
    return not (ip.is_private or ip.is_loopback) or force


@app.get("/a")
def a():
    url = request.args["u"]
    if not is_outside(url):
        abort(400)
    return {"n": requests.get(url, timeout=5).status_code}


@app.get("/b")
def b():
    url = request.args["u"]
    if is_named(url):
        return {"n": requests.get(url, timeout=5).status_code}
    return {}


@app.get("/c")
def c():
    url = request.args["u"]
    if is_odd(url):
        return {"n": requests.get(url, timeout=5).status_code}  # want: ssrf
    return {}


@app.get("/d")
def d():
    url = request.args["u"]
    if is_either(url, "f" in request.args):
        return {"n": requests.get(url, timeout=5).status_code}  # want: ssrf
    return {}

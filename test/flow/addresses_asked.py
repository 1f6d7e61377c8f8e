# A helper that is asked of an address, and a list of all the addresses of a name: what they say is said of the name.
import ipaddress
import socket
from urllib.parse import urlparse

import requests
from flask import Flask, request

app = Flask(__name__)


def is_bad(text):
    address = ipaddress.ip_address(text)
    return address.is_private or address.is_loopback


def is_odd(text):
    return ipaddress.ip_address(text).version == 6


def by_helper(url):
    for *_, address in socket.getaddrinfo(urlparse(url).hostname, 80):
        if is_bad(address[0]):
            raise ValueError(url)
    return url


def by_the_first(url):
    if is_bad(socket.gethostbyname(urlparse(url).hostname)):
        raise ValueError(url)
    return url


def by_list(url):
    found = {info[4][0] for info in socket.getaddrinfo(urlparse(url).hostname, None)}
    for address in found:
        if not ipaddress.ip_address(address).is_global:
            return "not public"
    return None


def by_part_of_them(url):
    infos = socket.getaddrinfo(urlparse(url).hostname, None)
    found = [info[4][0] for info in infos if info[0] == socket.AF_INET]
    for address in found:
        if not ipaddress.ip_address(address).is_global:
            raise ValueError(url)
    return url


def by_another_question(url):
    for info in socket.getaddrinfo(urlparse(url).hostname, 80):
        if is_odd(info[4][0]):
            raise ValueError(url)
    return url


@app.get("/a")
def a():
    url = request.args["url"]
    requests.get(by_part_of_them(url), timeout=5)  # want: ssrf
    requests.get(by_another_question(url), timeout=5)  # want: ssrf
    return ""


@app.get("/b")
def b():
    url = request.args["url"]
    requests.get(by_helper(url), timeout=5)  # fine: ssrf
    return ""


@app.get("/c")
def c():
    url = request.args["url"]
    requests.get(by_the_first(url), timeout=5)  # fine: ssrf
    return ""


@app.get("/d")
def d():
    url = request.args["url"]
    if by_list(url):
        return "no"
    requests.get(url, timeout=5)  # fine: ssrf
    return ""

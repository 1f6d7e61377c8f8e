# Every address that a name stands for is asked; what is no address at all is skipped, for it leads nowhere.
import ipaddress
import socket
from urllib.parse import urlparse

import requests
from flask import Flask, request

app = Flask(__name__)


def addresses(url):
    return socket.getaddrinfo(urlparse(url).hostname, None)


def inside_the_try(url):
    for info in addresses(url):
        try:
            address = ipaddress.ip_address(info[4][0])
            if address.is_private or address.is_loopback:
                return False
        except (ValueError, IndexError):
            continue
    return True


def after_the_try(url):
    for info in addresses(url):
        try:
            address = ipaddress.ip_address(info[4][0])
        except ValueError:
            continue
        if address.is_private:
            return False
    return True


def refuse(text):
    if ipaddress.ip_address(text).is_private:
        raise ValueError(text)


def skips_what_was_refused(url):
    for info in addresses(url):
        try:
            refuse(info[4][0])
        except ValueError:
            continue
    return True


def skips_all(url):
    for info in addresses(url):
        try:
            address = ipaddress.ip_address(info[4][0])
            if address.is_private and len(url) < 9:
                return False
        except ValueError:
            continue
    return True


@app.get("/a")
def a():
    url = request.args["url"]
    if inside_the_try(url):
        requests.get(url, timeout=5)  # fine: ssrf
    if after_the_try(url):
        requests.get(url, timeout=5)  # fine: ssrf
    if skips_what_was_refused(url):
        requests.get(url, timeout=5)  # want: ssrf
    if skips_all(url):
        requests.get(url, timeout=5)  # want: ssrf
    return ""


@app.get("/names")
def names():
    hosts = request.args.getlist("host")
    for host in hosts:
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            continue  # a name, which leads anywhere
        if address.is_private or address.is_loopback:
            return ""
    return [requests.get("http://" + host + "/", timeout=5) for host in hosts]  # want: ssrf

# A name that is bound in a try, where the handler ends the request by a call: what is asked of it is asked.
import ipaddress
import socket
from urllib.parse import urlsplit

import requests
from flask import Flask, abort, request

app = Flask(__name__)


def addresses_asked(url):
    try:
        found = socket.getaddrinfo(urlsplit(url).hostname, None)
    except OSError:
        abort(502)
    for entry in found:
        if not ipaddress.ip_address(entry[4][0]).is_global:
            abort(403)
    return url


def addresses_found(url):
    try:
        found = socket.getaddrinfo(urlsplit(url).hostname, None)
    except OSError:
        abort(502)
    for entry in found:
        if not entry:
            abort(403)
    return url


@app.get("/asked")
def asked():
    return requests.get(addresses_asked(request.args["u"]), timeout=3, allow_redirects=False).headers["Date"]


@app.get("/found")
def found():
    return requests.get(addresses_found(request.args["u"]), timeout=3).headers["Date"]  # want: ssrf

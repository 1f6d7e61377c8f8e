# An address that is put together of parts is its host's, where that is written there.
from urllib.parse import urlparse, urlsplit, urlunparse, urlunsplit

import requests
from flask import Flask, request

app = Flask(__name__)


@app.get("/parts")
def parts():
    given = urlparse(request.args["u"])
    requests.get(urlunparse(("https", "api.example.com", given.path, "", "", "")))  # fine: ssrf
    requests.get(urlunsplit((given.scheme, "api.example.com", given.path, "", "")))  # fine: ssrf
    requests.get(urlunparse(("https", given.netloc, "/x", "", "", "")))  # want: ssrf
    requests.get(urlunparse(given))  # want: ssrf
    requests.get(urlunsplit((request.args["s"], "api.example.com", "/x", "", "")))  # want: ssrf
    requests.get(given.scheme + "://api.example.com/x")  # fine: ssrf
    requests.get(f"{given.scheme}://{given.hostname}/x")  # want: ssrf
    requests.get(given.path + "://api.example.com/x")  # want: ssrf
    return given.scheme


@app.get("/replaced")
def replaced():
    given = urlsplit(request.args["u"])
    requests.get(given._replace(netloc="api.example.com").geturl())  # fine: ssrf
    requests.get(urlunsplit(given._replace(netloc="api.example.com")))  # fine: ssrf
    requests.get(given._replace(path="/x").geturl())  # want: ssrf
    requests.get(urlsplit("https://api.example.com/x")._replace(netloc=request.args["h"]).geturl())  # want: ssrf
    return ""

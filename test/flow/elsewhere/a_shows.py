import os

import requests
from flask import Blueprint, g
from state import current, kept, numbers

shows = Blueprint("shows", __name__)


@shows.get("/a")
def a():
    requests.get(current["h"], timeout=3)  # want: ssrf
    requests.get("https://d.example.com/%d" % numbers["n"], timeout=3)
    requests.get(kept["host"], timeout=3)  # want: ssrf
    return ""


@shows.get("/g")
def of_request():
    requests.get(g.asked, timeout=3)  # want: ssrf
    requests.get(g.fixed, timeout=3)
    os.system("page %s" % g.page)
    return ""

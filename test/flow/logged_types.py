# What is no text goes to a log in one line: a list or bytes are written as repr writes them.
import logging

from flask import Flask, request

app = Flask(__name__)
log = logging.getLogger(__name__)


def escaped(message, *args):
    safe = tuple(
        a.encode("unicode_escape").decode("ascii") if isinstance(a, str) else a for a in args
    )
    log.warning(message, *safe)


def cleaned(message, a):
    if isinstance(a, str):
        a = a.replace("\n", "").replace("\r", "")
    log.warning(message, a)


def other(message, a):
    b = a.encode("unicode_escape").decode("ascii") if isinstance(a, bytes) else a
    log.warning(message, b)  # want: log-injection


def turned(message, a):
    if not isinstance(a, str):
        return
    log.warning(message, a)  # want: log-injection


@app.get("/a")
def a():
    for note in (escaped, cleaned, other, turned):
        note("x %s", request.args["q"])
    escaped("x %s", request.args["q"])
    cleaned("x %s", request.args["q"])
    other("x %s", request.args["q"])
    turned("x %s", request.args["q"])
    return ""

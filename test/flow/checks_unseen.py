# A check that lies in no file in view: what it lets through nobody can tell, so what was given to it is low.
import os

import requests
from flask import Flask, abort, request
from flask.views import MethodView

from .checks import check_url, is_allowed_name, is_permitted, sanitize_name, validate_table
from .data import cursor, load_table
from . import paths

app = Flask(__name__)


@app.get("/a")
def statement():
    url = request.args["url"]
    check_url(url)
    return requests.get(url, timeout=9).text


@app.get("/b")
def test_around():
    url = request.args["url"]
    if url.startswith("http") and paths.is_safe(url):
        return requests.get(url, timeout=9).text
    return ""


@app.get("/c")
def test_that_leaves():
    name = request.args["name"]
    if not is_allowed_name(name):
        abort(404)
    os.remove(name)
    return ""


@app.get("/d")
def mended():
    name = sanitize_name(request.args["name"])
    os.remove(os.path.join("/srv", name))
    return ""


@app.get("/e")
def table():
    name = request.args["name"]
    validate_table(name)
    cursor.execute(f"SELECT * FROM {name}")
    return ""


@app.get("/f")
def another_value():
    check_url(request.args["other"])
    name = request.args["name"]
    os.remove(name)  # want: path-traversal
    return ""


@app.get("/g")
def of_who_calls():
    name = request.args["name"]
    if not is_permitted_user(name):
        abort(403)
    os.remove(name)  # want: path-traversal
    return ""


@app.get("/h")
def in_one_branch():
    url = request.args["url"]
    if "check" in request.args:
        check_url(url)
    return requests.get(url, timeout=9).text  # want: ssrf


@app.get("/i")
def asked_too_late():
    url = request.args["url"]
    text = requests.get(url, timeout=9).text  # want: ssrf
    check_url(url)
    return text


@app.get("/j")
def not_by_its_name():
    name = request.args["name"]
    load_table(name)
    cursor.execute(f"SELECT * FROM {name}")  # want: sql-injection
    return ""


@app.get("/k")
def mended_and_left_lying():
    name = request.args["name"]
    tidy = sanitize_name(name)
    os.remove(name)  # want: path-traversal
    return {"was": len(tidy)}


@app.get("/l")
def mended_under_another_name():
    name = request.args["name"]
    tidy = sanitize_name(name)
    where = os.path.join("/srv", tidy)
    os.remove(where)
    return ""


@app.get("/m")
def answer_kept():
    name = request.args["name"]
    fine = is_allowed_name(name)
    if not fine:
        abort(404)
    os.remove(name)
    return ""


@app.get("/typed")
def mended_and_typed():
    name = request.args["name"]
    tidy: str = sanitize_name(name)
    os.remove(os.path.join("/srv", tidy))
    return ""


@app.get("/n")
def refused_by_a_fault():
    url = request.args["url"]
    try:
        check_url(url)
    except ValueError:
        abort(400)
    return requests.get(url, timeout=9).text


@app.get("/o")
def fault_passed_over():
    url = request.args["url"]
    try:
        check_url(url)
    except ValueError:
        app.logger.warning("odd address")
    return requests.get(url, timeout=9).text  # want: ssrf


@app.get("/p")
def checked_by_the_handler():
    url = request.args["url"]
    try:
        app.logger.info("asked")
    except ValueError:
        check_url(url)
    return requests.get(url, timeout=9).text  # want: ssrf


def is_permitted_user(name):
    return is_permitted(name)


# Who says no to all leaves it to those below it to say yes; who says yes to all is no check.
class Fetch(MethodView):
    def is_allowed(self, host):
        """Which hosts may be asked."""
        return False

    def is_valid(self, host):
        return True

    def get(self):
        host = request.args["h"]
        if not self.is_allowed(host):
            abort(403)
        return requests.get("https://" + host, timeout=9).text

    def post(self):
        host = request.args["h"]
        if not self.is_valid(host):
            abort(403)
        return requests.get("https://" + host, timeout=9).text  # want: ssrf

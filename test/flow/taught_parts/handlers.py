# What a helper asks of a part of what it is handed is known of the caller's part, however each reads it.
import os
import re

import checks
from checks import validate_all, validate_own
from flask import Flask, abort, request as req, request

app = Flask(__name__)


def by_get(form):
    host = form.get("host", "")
    if not re.fullmatch(r"[a-z0-9.]+", host):
        raise ValueError("no host")


def is_good(form):
    return re.fullmatch(r"[a-z0-9.]+", form["host"]) is not None


def problem(form):
    if not re.fullmatch(r"[a-z0-9.]+", form["host"]):
        return "no host"
    return None


def of_key(form, key):
    if not re.fullmatch(r"[a-z0-9.]+", form[key]):
        abort(400)


def of_keys(form, *keys):
    for key in keys:
        if not re.fullmatch(r"[a-z0-9.]+", form[key]):
            abort(400)


def sometimes(form, strict):
    if not strict:
        return
    if not re.fullmatch(r"[a-z0-9.]+", form["host"]):
        abort(400)


async def later(form):
    if not re.fullmatch(r"[a-z0-9.]+", form["host"]):
        abort(400)


class Checker:
    def check(self, form):
        if not re.fullmatch(r"[a-z0-9.]+", form["host"]):
            abort(400)


@app.post("/other-file")
def other_file():
    checks.validate(request.form)
    os.system("ping " + request.form["host"])
    return ""


@app.post("/two-deep")
def two_deep():
    validate_all(request.form)
    os.system("ping " + request.form.get("host"))
    return ""


@app.post("/request")
def whole_request():
    checks.validate_request(req)
    os.system("ping " + req.form["host"])
    return ""


@app.post("/own")
def its_own():
    validate_own()
    os.system("ping " + req.form["host"])
    return ""


@app.post("/get")
def read_by_get():
    by_get(request.form)
    os.system("ping " + request.form["host"])
    return ""


@app.post("/yes")
def answered():
    if not is_good(request.form):
        return "no"
    os.system("ping " + request.form["host"])
    return ""


@app.post("/problem")
def told_why():
    why = problem(request.form)
    if why:
        return why
    os.system("ping " + request.form["host"])
    return ""


@app.post("/body")
def body():
    data = request.get_json()
    of_key(data, "host")
    os.system("ping " + data["host"])
    return ""


@app.post("/keys")
def keys():
    of_keys(request.form, "host", "name")
    os.system("ping " + request.form["host"] + request.form["name"])
    return ""


@app.post("/method")
def by_method():
    Checker().check(request.form)
    os.system("ping " + request.form["host"])
    return ""


@app.post("/awaited")
async def awaited():
    await later(request.form)
    os.system("ping " + request.form["host"])
    return ""


# ---- and what says nothing of it


@app.post("/another-key")
def another_key():
    checks.validate(request.form)
    os.system("ping " + request.form["name"])  # want: command-injection
    return ""


@app.post("/another-place")
def another_place():
    checks.validate(request.form)
    os.system("ping " + request.args["host"])  # want: command-injection
    return ""


@app.post("/another-request")
def another_request():
    validate_own()
    os.system("ping " + request.args["host"])  # want: command-injection
    return ""


@app.post("/unasked")
def unasked():
    is_good(request.form)  # want: ignored-result
    os.system("ping " + request.form["host"])  # want: command-injection
    return ""


@app.post("/wrong-way")
def wrong_way():
    if is_good(request.form):
        return "good"
    os.system("ping " + request.form["host"])  # want: command-injection
    return ""


@app.post("/sometimes")
def only_sometimes():
    sometimes(request.form, request.args.get("strict"))
    os.system("ping " + request.form["host"])  # want: command-injection
    return ""


@app.post("/swallowed")
def swallowed():
    try:
        by_get(request.form)
    except ValueError:
        pass
    os.system("ping " + request.form["host"])  # want: command-injection
    return ""


@app.post("/dropped")
async def dropped():
    later(request.form)
    os.system("ping " + request.form["host"])  # want: command-injection
    return ""


@app.post("/too-late")
def too_late():
    host = request.form["host"]
    os.system("ping " + host)  # want: command-injection
    checks.validate(request.form)
    return ""

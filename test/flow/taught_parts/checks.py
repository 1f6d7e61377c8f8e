import re

from flask import abort, request

HOSTS = {"one", "two"}


def validate(form):
    if not re.fullmatch(r"[a-z0-9.]+", form["host"]):
        abort(400)


def validate_all(form):
    validate(form)


def validate_request(req):
    if req.form.get("host") not in HOSTS:
        abort(400)


def validate_own():
    if not re.fullmatch(r"[a-z0-9.]+", request.form["host"]):
        abort(400)

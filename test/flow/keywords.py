# What ** brings has names, and who made the dictionary chose them.
import flask
from flask import request

app = flask.Flask(__name__)


class Account:
    name = ""
    is_admin = False


def apply(account, **fields):
    for k, v in fields.items():
        setattr(account, k, v)  # want: mass-assignment


def apply_known(account, **fields):
    for k, v in fields.items():
        setattr(account, k, v)


def apply_listed(account, **fields):
    for k, v in fields.items():
        if k in ("name", "town"):
            setattr(account, k, v)


def hand_on(account, **fields):
    apply_last(account, **fields)


def apply_last(account, **fields):
    for k in fields:
        setattr(account, k, fields[k])  # want: mass-assignment


class Row:
    def __init__(self, **fields):
        for k, v in fields.items():
            setattr(self, k, v)  # want: mass-assignment


class Kept:
    def __init__(self, **fields):
        for k, v in fields.items():
            setattr(self, k, v)


@app.route("/apply", methods=["POST"])
def applied():
    apply(Account(), **request.get_json())
    apply_known(Account(), name=request.get_json()["name"], **{"town": request.form["town"]})
    apply_listed(Account(), **request.get_json())
    hand_on(Account(), **request.get_json())
    Row(**request.get_json())
    Kept(name=request.form["name"])
    return ""


@app.route("/apply/picked", methods=["POST"])
def picked():
    data = request.get_json()
    apply_known(Account(), **{k: data[k] for k in ("name", "town")})
    apply_known(Account(), **{k: v for k, v in data.items() if k in ("name", "town")})
    return ""

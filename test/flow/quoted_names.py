# A name that a pattern let through without quotes or backslashes ends no quoted identifier.
import re
import sqlite3

from flask import Flask, request

app = Flask(__name__)
NAME = re.compile(r"^[A-Za-z_][A-Za-z0-9_ ]*$")
LOOSE = re.compile(r"^[A-Za-z_][A-Za-z0-9_ \"]*$")


def quoted(name):
    if not NAME.match(name):
        raise ValueError(name)
    return f'"{name}"'


def loosely(name):
    if not LOOSE.match(name):
        raise ValueError(name)
    return f'"{name}"'


def unquoted(name):
    if not NAME.match(name):
        raise ValueError(name)
    return name


def unasked(name):
    return f'"{name}"'


@app.get("/rows")
def rows():
    cursor = sqlite3.connect("x").cursor()
    cursor.execute(f"SELECT * FROM {quoted(request.args['t'])}")  # fine: sql-injection
    cursor.execute(f"SELECT * FROM {loosely(request.args['l'])}")  # want: sql-injection
    cursor.execute(f"SELECT * FROM {unquoted(request.args['u'])}")  # want: sql-injection
    cursor.execute(f"SELECT * FROM {unasked(request.args['n'])}")  # want: sql-injection
    return ""

# A text is tested by its characters, against a set that the module names or makes on the spot.
import sqlite3
import string

from flask import Flask, request

app = Flask(__name__)
db = sqlite3.connect("x.db")
WORD = set(string.ascii_letters + string.digits + "_")
LOOSE = set(string.printable)


def check(name):
    if not all(c in WORD for c in name):
        raise ValueError(name)


def check_loosely(name):
    if not all(c in LOOSE for c in name):
        raise ValueError(name)


class Mark:
    def __init__(self, name):
        self.name = name

    def back(self):
        check(self.name)
        db.execute(f"ROLLBACK TO {self.name}")  # fine: sql-injection


@app.get("/mark")
def mark():
    name = request.args["name"]
    Mark(name).back()
    check_loosely(name)
    db.execute(f"SAVEPOINT {name}")  # want: sql-injection
    check(name)
    db.execute(f"SAVEPOINT {name}")  # fine: sql-injection
    return ""


@app.get("/kept")
def kept():
    name = "".join(c for c in request.args["name"] if c in WORD)
    db.execute(f"SAVEPOINT {name}")  # fine: sql-injection
    name = "".join(c for c in request.args["name"] if c in set("abc_"))
    db.execute(f"SAVEPOINT {name}")  # fine: sql-injection
    name = "".join(c for c in request.args["name"] if c in LOOSE)
    db.execute(f"SAVEPOINT {name}")  # want: sql-injection
    return ""


@app.get("/any")
def none_other():
    name = request.args["name"]
    if any(c not in WORD for c in name):
        return "no"
    db.execute(f"SAVEPOINT {name}")  # fine: sql-injection
    return ""

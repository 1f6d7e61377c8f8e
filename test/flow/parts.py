# What a guard says of a part of an object, of a shared variable; objects made turn by turn.
import os
import sqlite3
from dataclasses import dataclass, replace
from typing import NamedTuple

from flask import Flask, abort, request

app = Flask(__name__)
COLUMNS = {"name", "price"}


class Page(NamedTuple):
    order: str
    size: int = 20


@dataclass(frozen=True)
class View:
    order: str


def limited(page):
    if page.order not in COLUMNS:
        page = page._replace(order="name")
    return page


def not_limited(page):
    if page.order not in COLUMNS:
        page._replace(order="name")
    return page


def narrowed(view):
    return view if view.order in COLUMNS else replace(view, order="name")


@app.get("/records")
def records():
    conn = sqlite3.connect("a.db")
    page = limited(Page(request.args["order"]))
    conn.execute(f"SELECT 1 FROM t ORDER BY {page.order}")
    page = not_limited(Page(request.args["order"]))
    conn.execute(f"SELECT 1 FROM t ORDER BY {page.order}")  # want: sql-injection
    view = narrowed(View(request.args["order"]))
    conn.execute(f"SELECT 1 FROM t ORDER BY {view.order}")
    return ""


class Job:
    def __init__(self, name):
        self.name = name

    def is_known(self):
        return self.name in COLUMNS

    @property
    def fits(self):
        if self.name.isalnum():
            return True
        return False

    @property
    def is_there(self):
        return bool(self.name)

    def check(self):
        if not self.name.isalnum():
            raise ValueError(self.name)


@app.get("/methods")
def methods():
    job = Job(request.args["name"])
    if job.is_known():
        os.system("run " + job.name)
    os.system("run " + job.name)  # want: command-injection
    job = Job(request.args["other"])
    if not job.fits:
        abort(400)
    os.system("run " + job.name)
    job.name = request.args["third"]
    os.system("run " + job.name)  # want: command-injection
    job = Job(request.args["fourth"])
    if job.is_there:
        os.system("run " + job.name)  # want: command-injection
    job = Job(request.args["fifth"])
    job.check()
    os.system("run " + job.name)
    return ""


@app.post("/shared")
def shared():
    target = request.form["target"]
    problems = []

    def fall_back(reason):
        nonlocal target
        problems.append(reason)
        target = "daily"

    if not target.isalpha():
        fall_back("letters only")
    os.system("rsync /srv/" + target)
    return ""


@app.post("/rebound")
def rebound():
    target = request.form["target"]

    def again():
        nonlocal target
        target = request.form["again"]

    if not target.isalpha():
        abort(400)
    os.system("rsync /srv/" + target)
    again()
    os.system("rsync /srv/" + target)  # want: command-injection
    return ""


def late(names):
    made = []
    for name in names:
        made.append(lambda: f"SELECT 1 FROM t WHERE a = '{name}'")
    return made


def early(names):
    made = []
    for name in names:
        made.append(lambda name=name: f"SELECT 1 FROM t WHERE a = '{name}'")
    return made


@app.get("/made")
def made():
    conn = sqlite3.connect("a.db")
    names = ["a", "b", request.args["c"]]
    conn.execute(late(names)[0]())  # want: sql-injection
    conn.execute(early(names)[0]())
    conn.execute(early(names)[2]())  # want: sql-injection
    return ""


@app.post("/kept")
def kept():
    job = dict(request.form)
    job.setdefault("how", "zstd")
    os.system("tar --{how}".format(**job))  # want: command-injection
    job["how"] = "zstd"
    os.system("tar --{how}".format(**job))
    return ""

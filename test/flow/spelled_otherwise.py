# A text whose upper-case spelling is one of few, or else a default.
import sqlite3

from flask import Flask, request

app = Flask(__name__)
c = sqlite3.connect("x")


@app.get("/1")
def x1():
    d = request.args["d"]
    if d.lower() not in ("asc", "desc"):
        d = "asc"
    return str(c.execute("SELECT * FROM t ORDER BY id " + d).fetchall())


@app.get("/2")
def x2():
    d = request.args["d"]
    if d.strip().upper() not in {"ASC", "DESC"}:
        d = "ASC"
    return str(c.execute(f"SELECT * FROM t ORDER BY id {d}").fetchall())


@app.get("/3")
def x3():
    d = request.args["d"]
    d = d if d.casefold() in ("asc", "desc") else "asc"
    return str(c.execute("SELECT * FROM t ORDER BY id %s" % d).fetchall())


@app.get("/4")
def x4():
    d = request.args["d"]
    if d.lower() in ("drop", "delete"):
        d = "asc"
    return str(c.execute("SELECT * FROM t ORDER BY id " + d).fetchall())  # want: sql-injection


@app.get("/5")
def x5():
    d, e = request.args["d"], request.args["e"]
    if e.lower() not in ("asc", "desc"):
        d = "asc"
    return str(c.execute("SELECT * FROM t ORDER BY id " + d).fetchall())  # want: sql-injection


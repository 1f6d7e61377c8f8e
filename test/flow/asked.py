# lists whose items are each tested, sets that are cut, names of a path, words of a route, members by name
import enum
import os
import pathlib
import sqlite3

from flask import Flask, abort, request

app = Flask(__name__)
db = sqlite3.connect("x.db")
ALLOWED = ("name", "date")
ROOT = pathlib.Path("/srv/data").resolve()


class Column(enum.Enum):
    NAME = "name"
    DATE = "date"


@app.get("/subset")
def subset():
    cols, more = request.args["c"].split(","), request.args["d"].split(",")
    if not set(cols) <= set(ALLOWED):
        abort(400)
    db.execute("select %s from t" % ",".join(cols))  # fine: sql-injection
    if set(more) <= set(ALLOWED):
        abort(400)
    db.execute("select %s from t" % ",".join(more))  # want: sql-injection
    return {}


@app.get("/all")
def all_of_them():
    cols, more = request.args["c"].split(","), request.args["d"].split(",")
    if not all(c in ALLOWED for c in cols):
        abort(400)
    db.execute("select %s from t" % ",".join(cols))  # fine: sql-injection
    if not any(c in ALLOWED for c in more):
        abort(400)
    db.execute("select %s from t" % ",".join(more))  # want: sql-injection
    return {}


@app.get("/none-bad")
def none_bad():
    cols, more = request.args["c"].split(","), request.args["d"].split(",")
    bad = [c for c in cols if c not in ALLOWED]
    if bad:
        abort(400)
    db.execute("select %s from t" % ",".join(cols))  # fine: sql-injection
    good = [c for c in more if c in ALLOWED]
    if not good:
        abort(400)
    db.execute("select %s from t" % ",".join(good))  # fine: sql-injection
    db.execute("select %s from t" % ",".join(more))  # want: sql-injection
    return {}


@app.get("/cut")
def cut():
    asked = request.args["c"].split(",")
    db.execute("select %s from t" % ",".join(set(asked) & set(ALLOWED)))  # fine: sql-injection
    db.execute("select %s from t" % ",".join(set(ALLOWED).intersection(asked)))  # fine: sql-injection
    db.execute("select %s from t" % ",".join(set(asked) - set(ALLOWED)))  # want: sql-injection
    return {}


@app.get("/words/<any(name, date):word>/<other>")
def words(word, other):
    db.execute("select * from t order by " + word)  # fine: sql-injection
    db.execute("select * from t order by " + other)  # want: sql-injection
    return {}


@app.get("/typed")
def typed():
    n, text = request.args.get("n", 10, type=int), request.args.get("n", "10", type=str)
    db.execute(f"select * from t limit {n}")  # fine: sql-injection
    db.execute(f"select * from t limit {text}")  # want: sql-injection
    return {}


@app.get("/member")
def member():
    column = Column[request.args["c"].upper()]
    db.execute("select * from t order by " + column.value)  # fine: sql-injection
    return {}


@app.get("/last-part")
def last_part():
    asked = pathlib.Path(request.args["f"])
    (ROOT / asked.parent / "x").read_text()  # want: path-traversal
    open(os.path.join("/srv/data", asked.name))  # fine: path-traversal
    return (ROOT / pathlib.PurePosixPath(request.args["f"]).name).read_text()  # fine: path-traversal

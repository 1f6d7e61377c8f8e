"""What a route does not name, a decorator hands over."""
import sqlite3
from functools import wraps

from flask import Flask, jsonify, request

app = Flask(__name__)


def with_arg(name, convert):
    def outer(view):
        @wraps(view)
        def inner(*args, **kwargs):
            return view(convert(request.args[name]), *args, **kwargs)

        return inner

    return outer


@app.get("/below")
@with_arg("level", int)
def below(level):
    return jsonify(sqlite3.connect("x").execute(f"select * from stock where qty < {level}").fetchall())  # fine: sql-injection


@app.get("/named")
@with_arg("level", str.strip)
def named(level):
    return jsonify(sqlite3.connect("x").execute(f"select * from stock where name = '{level}'").fetchall())  # want: sql-injection


@app.get("/of/<place>")
@with_arg("level", int)
def of(level, place):
    return jsonify(sqlite3.connect("x").execute(f"select {level} from stock where at = '{place}'").fetchall())  # want: sql-injection

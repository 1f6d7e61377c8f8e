# A pattern that lets neither the quote nor a backslash through: inside of such quotes nothing ends the literal.
import re
import sqlite3

from flask import Flask, request

app = Flask(__name__)
db = sqlite3.connect("x.db")
KEY = re.compile(r"^[a-zA-Z0-9_.-]+$")


@app.get("/key")
def key():
    name = request.args["key"]
    if not KEY.match(name):
        return "no"
    db.execute(f"SELECT json_extract(data, '$.{name}') FROM t")  # fine: sql-injection
    db.execute(f"SELECT a FROM t ORDER BY {name} LIMIT 5")  # want: sql-injection
    return ""


@app.get("/quoted")
def quoted():
    name = request.args["key"]
    if not re.fullmatch(r"[^']+", name):
        return "no"
    db.execute(f"SELECT a FROM t WHERE b = '{name}' OR c = 'x'")  # want: sql-injection
    return ""

import sqlite3
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    con = sqlite3.connect("a.db")
    rows = con.execute("SELECT 1 FROM t WHERE a = '" + request.args["a"] + "'").fetchall()
    return {"rows": rows}

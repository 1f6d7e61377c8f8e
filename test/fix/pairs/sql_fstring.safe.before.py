import sqlite3
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    name = request.args["name"]
    con = sqlite3.connect("a.db")
    rows = con.execute(f"SELECT id FROM users WHERE name = '{name}' AND age > 3").fetchall()
    return {"rows": rows}

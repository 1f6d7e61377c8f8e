import sqlite3
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    # the newest first
    query = (
        "SELECT id FROM notes WHERE title LIKE '%"
        + request.args["q"]
        + "%' ORDER BY id DESC"
    )
    cur = sqlite3.connect("a.db").cursor()
    cur.execute(query)
    return {"rows": cur.fetchall()}

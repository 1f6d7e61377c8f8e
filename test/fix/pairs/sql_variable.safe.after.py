import sqlite3
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    # the newest first
    query = (
        "SELECT id FROM notes WHERE title LIKE ? ORDER BY id DESC"
    )
    cur = sqlite3.connect("a.db").cursor()
    cur.execute(query, ("%" + str(request.args["q"]) + "%",))
    return {"rows": cur.fetchall()}

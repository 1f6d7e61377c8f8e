import mysql.connector
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    key = request.args["key"]
    cur = mysql.connector.connect().cursor()
    cur.execute("""
        SELECT id
        FROM users
        WHERE key = %s
    """, (key,))
    return {"rows": cur.fetchall()}

import psycopg2
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    cur = psycopg2.connect("").cursor()
    cur.execute("SELECT id FROM users WHERE name = %s AND city LIKE '%%o'", (request.args["name"],))
    return {"rows": cur.fetchall()}

# A neighbour asks by hand.
from flask import Flask, abort, session

app = Flask(__name__)


@app.get("/mine")
def mine():
    if "uid" not in session:
        abort(401)
    return "mine"


@app.delete("/pumps/<int:key>")  # want: missing-authentication
def remove(key):
    pumps.delete(key)
    return "", 204


@app.post("/feedback")  # fine: missing-authentication
def feedback():
    pumps.feedback()
    return "", 204

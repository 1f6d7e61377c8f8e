# Two files that hand the app to each other, and neither asks who calls.
import sqlite3
from flask import Flask
from flask_login import login_required
from other import install
app = Flask(__name__)
db = sqlite3.connect("x")
def setup(app):
    install(app)
setup(app)
@app.delete("/notes/<int:n>")  # want: missing-authentication
def gone(n):
    db.execute("DELETE FROM notes WHERE id = ?", (n,))
    return {}
@app.post("/more")
@login_required
def more():
    return {}
@app.post("/less")
@login_required
def less():
    return {}

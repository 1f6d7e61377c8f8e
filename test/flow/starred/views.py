import sqlite3

from flask import Flask

from starred import hub
from starred.hub import TABLE, Row, asked

app = Flask(__name__)
db = sqlite3.connect("shop.db")


@app.route("/a")
def a():
    db.execute("SELECT * FROM t WHERE n = '%s'" % asked())  # want: sql-injection
    db.execute("SELECT * FROM t WHERE n = '%s'" % hub.given())  # want: sql-injection
    db.execute("SELECT * FROM %s" % TABLE)
    db.execute("SELECT * FROM %s" % Row().text())
    return ""

# A value is dangerous for one thing and clean for another.
import html
import os
import sqlite3
from flask import Flask, request

app = Flask(__name__)


@app.route("/kinds")
def kinds():
    a = html.escape(request.args["a"])
    db = sqlite3.connect("app.db")
    db.execute("select * from t where a = " + a)  # want: sql-injection
    return "<b>" + a + "</b>"


@app.route("/raw")
def raw():
    return "<b>" + request.args["a"] + "</b>"  # want: xss

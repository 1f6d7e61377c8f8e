# A name of a table between signs of its own, each of which is doubled inside it.
import sqlite3
from flask import Flask, request

app = Flask(__name__)
db = sqlite3.connect("shop.db")


def ident(name):
    return '"' + name.replace('"', '""').replace("\0", "") + '"'


@app.get("/rows")
def rows():
    table = request.args["table"]
    return db.execute("SELECT * FROM " + ident(table)).fetchall()


@app.get("/ticks")
def ticks():
    table = request.args["table"]
    return db.execute("SELECT * FROM `" + table.replace("`", "``") + "`").fetchall()


@app.get("/value")
def value():
    text = request.args["text"]
    return db.execute("SELECT * FROM t WHERE a = '" + text.replace('"', '""') + "'").fetchall()  # want: sql-injection


@app.get("/bare")
def bare():
    text = request.args["text"]
    return db.execute("SELECT * FROM t WHERE a = " + text.replace('"', '""')).fetchall()  # want: sql-injection

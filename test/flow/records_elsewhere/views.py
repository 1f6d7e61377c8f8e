import sqlite3

from flask import Flask, request

from query import Listing, Query

app = Flask(__name__)


@app.get("/orders")
def orders():
    found = Query("orders").where("status = ?", request.args["status"]).run(sqlite3.connect("x"))
    return str(len(found))


@app.get("/list")
def listing():
    return str(len(Listing(request.args["table"]).run(sqlite3.connect("x"))))

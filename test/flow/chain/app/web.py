import sqlite3
from flask import Flask, request
from app import store
from .store import Store, run_constant
from app.database import get_db

app = Flask(__name__)


@app.route("/")
def index():
    store.run(request.args["a"])
    store.run_fixed(request.args["a"])
    store.run_relayed(request.args["a"])
    run_constant("-l")
    Store(request.args["b"]).list()
    return ""


@app.route("/db")
def db():
    cursor = get_db().cursor()
    cursor.execute("select * from t where a = '%s'" % request.args["a"])  # want: sql-injection
    cursor.execute("select * from t where a = ?", (request.args["a"],))
    return ""

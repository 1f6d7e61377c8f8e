# A function that comes from where nobody looks, called as those that run statements are: what it is given tells what it
# does, as with a method of a thing that nobody knows.
from database import fetch_one, query_db
from flask import Blueprint, request

from .core import execute_sql, run_query, show, translate

bp = Blueprint("items", __name__)


@bp.route("/a")
def of_a_package():
    return str(len(query_db("SELECT a FROM item WHERE name = '%s'" % request.args["a"])))  # want: sql-injection


@bp.route("/b")
def of_this_package():
    return str(len(run_query(f"SELECT a FROM item WHERE name = '{request.args['b']}'")))  # want: sql-injection


@bp.route("/c")
def built_before():
    statement = "DELETE FROM item WHERE name = '" + request.args["c"] + "'"
    execute_sql(statement)  # want: sql-injection
    return ""


@bp.route("/d")
def bound():
    return str(len(run_query("SELECT a FROM item WHERE name = ?", (request.args["d"],))))


@bp.route("/e")
def no_statement():
    return str(len(fetch_one("item/" + request.args["e"])))


@bp.route("/f")
def another_function():
    show("Select the items of " + request.args["f"])
    return str(len(translate("SELECT a FROM item WHERE name = '%s'" % request.args["f"])))


@bp.route("/g")
def own_of_that_name():
    return str(len(fetch_all("SELECT a FROM item WHERE name = '%s'" % request.args["g"])))


def fetch_all(text):
    return text.split()

# Decorators that parse a request by a schema and hand over what it lets through.
import sqlite3

from flask import Flask
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate
from webargs.flaskparser import use_args, use_kwargs

app = Flask(__name__)
blp = Blueprint("stock", "stock")
db = sqlite3.connect("stock.db")
PAGE = {"page": fields.Int(load_default=1), "word": fields.Str()}


class Query(Schema):
    column = fields.String(validate=validate.OneOf(["id", "name"]))
    word = fields.String()


@blp.route("/by-class")
class ByClass(MethodView):
    @blp.arguments(Query, location="query")
    def get(self, args):
        db.execute("SELECT 1 FROM t ORDER BY " + args["column"])
        db.execute("SELECT 1 FROM t WHERE n = '" + args["word"] + "'")  # want: sql-injection

    @blp.arguments(Query, as_kwargs=True)
    def post(self, column, word):
        db.execute("SELECT 1 FROM t ORDER BY " + column)
        db.execute("SELECT 1 FROM t WHERE n = '" + word + "'")  # want: sql-injection

    @blp.arguments(Query())
    def put(self, args, ident):
        db.execute("SELECT 1 FROM t ORDER BY " + args["column"])
        db.execute("SELECT 1 FROM t WHERE n = '" + ident + "'")  # want: sql-injection


@app.get("/by-dict")
@use_kwargs({"count": fields.Int(required=True), "word": fields.Str()}, location="query")
def by_dict(count, word):
    db.execute("SELECT 1 FROM t WHERE c = '%s'" % count)
    db.execute("SELECT 1 FROM t WHERE n = '%s'" % word)  # want: sql-injection
    return {}


@app.get("/by-name")
@use_args(PAGE, location="query")
def by_name(args):
    db.execute("SELECT 1 FROM t LIMIT %s" % args["page"])
    db.execute("SELECT 1 FROM t WHERE n = '%s'" % args["word"])  # want: sql-injection
    return {}


@app.get("/by-name-of-nobody")
@use_args(OTHER)
def by_name_of_nobody(args):
    db.execute("SELECT 1 FROM t LIMIT %s" % args["page"])  # want: sql-injection
    return {}


@app.get("/of-a-route/<word>")
@use_kwargs({"count": fields.Int()})
def of_a_route(word, count):
    db.execute("SELECT 1 FROM t WHERE n = '%s'" % word)  # want: sql-injection
    db.execute("SELECT 1 FROM t WHERE n = '%s'" % count)
    return {}


@app.get("/nested")
@use_args({"inner": {"count": fields.Int()}, **PAGE})
def nested(args):
    db.execute("SELECT 1 FROM t LIMIT %s" % args["inner"])  # want: sql-injection
    return {}


TWICE = {"n": fields.Int()}
if app.debug:
    TWICE = {"n": fields.Str()}
MORE = {"n": fields.Int()}
MORE["word"] = fields.Str()
OTHER = {"n": fields.Int()}
OTHER.update(n=fields.Str())
COUNTS = {"n": fields.Int()}


@app.get("/twice")
@use_kwargs(TWICE)
def twice(n):
    db.execute("SELECT 1 FROM t WHERE n = " + n)  # want: sql-injection


@app.get("/more")
@use_args(MORE)
def more(args):
    db.execute("SELECT 1 FROM t WHERE n = '" + args["word"] + "'")  # want: sql-injection


@app.get("/other")
@use_kwargs(OTHER)
def other(n):
    db.execute("SELECT 1 FROM t WHERE n = " + n)  # want: sql-injection


@app.get("/counts")
@use_kwargs(COUNTS)
def counts(n):
    db.execute("SELECT 1 FROM t WHERE n = %s" % n)


@app.get("/counted")
@use_args(COUNTS)
def counted(args):
    db.execute("SELECT 1 FROM t WHERE n = %s" % args["n"])
    db.execute("SELECT 1 FROM t WHERE n = %s" % args["word"])  # want: sql-injection

# Stores asked by libraries that few programs have: the text of the question, and what is bound beside it.
import connectorx
import kuzu
import rdflib
import redis
from arango import ArangoClient
from edgedb import create_client
from falkordb import FalkorDB
from flask import Flask, request
from gino import Gino
from gremlin_python.driver.client import Client
from odmantic import AIOEngine
from pony.orm import Database
from psycopg2 import connect
from psycopg2.extensions import AsIs
from pymongo import MongoClient
from sanic import Sanic
from snowflake.snowpark import Session
from SPARQLWrapper import SPARQLWrapper

from shop.models import User

app = Flask(__name__)
sanic = Sanic("shop")
db = Database()
gino = Gino()
store = MongoClient().shop


class Person(db.Entity):
    pass


@app.get("/a")
def a():
    q = request.args["q"]
    Person.select_by_sql("SELECT * FROM person WHERE name = '" + q + "'")  # want: sql-injection
    Person.select_by_sql("SELECT * FROM person WHERE name = $q")
    gino.text("SELECT * FROM t WHERE a = '" + q + "'")  # want: sql-injection
    gino.text("SELECT * FROM t WHERE a = :a")
    connectorx.read_sql("postgres://db", "SELECT * FROM t WHERE a = '" + q + "'")  # want: sql-injection
    Session.builder.create().sql("SELECT * FROM t WHERE a = '" + q + "'")  # want: sql-injection
    Session.builder.create().sql("SELECT * FROM t WHERE a = ?", params=[q])
    cur = connect("x").cursor()
    cur.execute("SELECT * FROM t ORDER BY %s", (AsIs(q),))  # want: sql-injection
    cur.execute("SELECT * FROM t WHERE a = %s", (q,))
    return ""


@app.get("/b")
def b():
    q = request.args["q"]
    create_client().query_json("SELECT User FILTER .name = '" + q + "'")  # want: nosql-injection
    create_client().query_json("SELECT User FILTER .name = <str>$q", q=q)
    Client("ws://g", "g").submit("g.V().has('n', '" + q + "')")  # want: nosql-injection
    Client("ws://g", "g").submit("g.V().has('n', n)", {"n": q})
    FalkorDB().select_graph("x").query("MATCH (n {a: '" + q + "'}) RETURN n")  # want: nosql-injection
    kuzu.Connection(kuzu.Database("x")).execute("MATCH (n) WHERE n.a = '" + q + "' RETURN n")  # want: nosql-injection
    kuzu.Connection(kuzu.Database("x")).execute("MATCH (n) WHERE n.a = $a RETURN n", {"a": q})
    rdflib.Graph().query("SELECT * WHERE { ?s ?p '" + q + "' }")  # want: nosql-injection
    SPARQLWrapper("http://s/").setQuery("SELECT * WHERE { ?s ?p '" + q + "' }")  # want: nosql-injection
    ArangoClient().db("d").aql.execute("FOR u IN users FILTER u.n == '" + q + "' RETURN u")  # want: nosql-injection
    ArangoClient().db("d").aql.execute("FOR u IN users FILTER u.n == @n RETURN u", bind_vars={"n": q})
    store.command("eval", "function() { return " + q + " }")  # want: code-injection
    redis.Redis().execute_command(q)  # want: nosql-injection
    redis.Redis().execute_command("GET", q)
    return ""


@app.post("/c")
async def c():
    await AIOEngine().find(User, request.get_json())  # want: nosql-injection
    await AIOEngine().find(User, User.name == str(request.get_json()["name"]))
    return ""


# what stands in an address is a text, what stands in a body may be a document
@sanic.get("/d")
async def d(request):
    store.users.find_one({"name": request.args.get("name")})
    store.users.find_one({"name": request.json["name"]})  # want: nosql-injection

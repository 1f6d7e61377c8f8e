# What a JSON schema says of a field holds of the field once the document has been asked, of nothing else.
import sqlite3

import jsonschema
from flask import Flask, request
from pymongo import MongoClient

app = Flask(__name__)
SCHEMA = {
    "type": "object",
    "properties": {
        "by": {"enum": ["name", "age"]},
        "n": {"type": "integer"},
        "slug": {"type": "string", "pattern": "^[a-z0-9]+$"},
        "open": {"type": "string", "pattern": "[a-z]+"},
        "text": {"type": "string"},
    },
    "required": ["by"],
}


@app.post("/x")
def x():
    body = request.get_json()
    jsonschema.validate(body, SCHEMA)
    con = sqlite3.connect("p")
    con.execute("SELECT * FROM p ORDER BY " + body["by"])
    con.execute("SELECT * FROM p LIMIT %s" % body["n"])
    con.execute("SELECT * FROM p WHERE a = '%s'" % body.get("slug"))
    con.execute("SELECT * FROM p WHERE a = '%s'" % body["open"])  # want: sql-injection
    con.execute("SELECT * FROM p WHERE a = '%s'" % body["text"])  # want: sql-injection
    con.execute("SELECT * FROM p WHERE a = '%s'" % body["other"])  # want: sql-injection
    return ""


@app.post("/y")
def y():
    body = request.json
    jsonschema.validate(instance=body, schema={"properties": {"by": {"type": "number"}}})
    by = body["by"]
    sqlite3.connect("p").execute(f"SELECT * FROM p ORDER BY {by}")
    return ""


@app.post("/z")
def z():
    sqlite3.connect("p").execute("SELECT * FROM p ORDER BY " + request.json["by"])  # want: sql-injection
    jsonschema.validate(request.json, SCHEMA)
    return ""


@app.post("/w")
def w():
    body = request.get_json()
    jsonschema.validate(body, SCHEMA)
    MongoClient().d.c.find_one(body)  # want: nosql-injection
    MongoClient().d.c.find_one({"a": body["text"]})
    for k, v in body.items():
        sqlite3.connect("p").execute("SELECT %s" % v)  # want: sql-injection
    return ""

# Documents as queries: an object where a text was expected, and JavaScript in $where.
import pymongo
from elasticsearch import Elasticsearch
from flask import Flask, request

app = Flask(__name__)
db = pymongo.MongoClient().shop
es = Elasticsearch()


@app.post("/a")
def a():
    name = request.json["name"]
    word = request.args.get("q")
    db.users.find_one({"name": name})  # want: nosql-injection
    db.users.find_one({"name": str(name)})
    db.users.find_one(request.get_json())  # want: nosql-injection
    db.users.find({"name": word})
    db.users.find({"$where": "this.name == '" + word + "'"})  # want: nosql-injection
    es.search(index="x", query={"match": {"title": word}})
    es.search(index="x", query={"script_score": {"query": {}, "script": {"source": "_score * " + word}}})  # want: code-injection
    return ""

import json

from elasticsearch import Elasticsearch
from flask import Flask, request

app = Flask(__name__)
es = Elasticsearch("https://h")


@app.route("/a")
def a():
    return es.search(index="i", query={"match": {"name": request.args["q"]}})  # fine: nosql-injection


@app.route("/b")
def b():
    return es.search(index="i", q=request.args["q"])  # want: nosql-injection


@app.route("/c")
def c():
    return es.search(index="i", body='{"query": {"match": {"name": "%s"}}}' % request.args["q"])  # want: nosql-injection


@app.route("/d")
def d():
    return es.search(index="i", body=json.dumps({"query": {"match": {"name": request.args["q"]}}}))  # fine: nosql-injection

import requests
from flask import Flask, request

app = Flask(__name__)
INDEX = "https://store.example.org/items/_search"


@app.post("/find")
def find():
    return requests.post(INDEX, json={"query": request.json["query"]}, timeout=5).text  # want: nosql-injection


@app.post("/count")
def count():
    return requests.post(INDEX, json={"query": {"match": {"name": "a"}}, "size": 3}, timeout=5).text  # fine: nosql-injection

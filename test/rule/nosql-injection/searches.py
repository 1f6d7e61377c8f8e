import requests
from flask import Flask, request

app = Flask(__name__)


@app.get("/find")
def find():
    words = request.args["q"]
    return requests.post("https://search.example.org/web", json={"query": words, "count": 3}, timeout=5).text  # fine: nosql-injection


@app.get("/user")
def user():
    text = "{ user(name: \"" + request.args["name"] + "\") { mail } }"
    return requests.post("https://api.example.org/v1", json={"query": text}, timeout=5).text  # want: nosql-injection


@app.get("/any")
def any_document():
    return requests.post("https://api.example.org/graphql", json={"query": request.args["q"]}, timeout=5).text  # want: nosql-injection

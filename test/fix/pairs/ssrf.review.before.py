import requests
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    return requests.get(request.args["url"], timeout=5).text

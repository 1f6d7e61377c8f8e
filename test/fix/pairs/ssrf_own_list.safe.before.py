import requests
from flask import abort

ALLOWED_HOSTS = {"api.example.com"}
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    url = request.args["url"]
    if not url:
        abort(422)
    return requests.get(url, timeout=5).text

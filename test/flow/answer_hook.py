# A hook gives every answer of the program its type.
from flask import Flask, request

app = Flask(__name__)


@app.after_request
def plain(answer):
    answer.headers["Content-Type"] = "text/plain"
    return answer


@app.get("/x")
def x():
    return "hi " + request.args["p"]

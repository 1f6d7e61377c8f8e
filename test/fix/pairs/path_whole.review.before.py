from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    with open(request.args["name"]) as f:
        return f.read()

from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    name = request.args.get("name")
    return f"<h1>{name}</h1>"

from flask import Flask, request
from markupsafe import escape

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    name = request.args.get("name")
    return f"<h1>{escape(name)}</h1>"

from ast import literal_eval

from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    return {"value": literal_eval(request.args["e"])}

from flask import send_file
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    return send_file("/srv/files/" + request.args["name"])

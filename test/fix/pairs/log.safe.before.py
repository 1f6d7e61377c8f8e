import logging
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    logging.info("user %s came", request.args["name"])
    logging.info(f"user {request.args['name']} went")
    return "ok"

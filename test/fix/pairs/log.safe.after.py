import logging
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    logging.info("user %s came", " ".join(str(request.args["name"]).splitlines()))
    logging.info(f"user {' '.join(str(request.args['name']).splitlines())} went")
    return "ok"

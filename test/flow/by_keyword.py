import logging

from flask import Flask, request
from lxml import objectify

app = Flask(__name__)
log = logging.getLogger("x")


@app.route("/log")
def logged():
    logging.log(logging.INFO, msg=request.args["u"])  # want: log-injection
    log.log(logging.INFO, msg=request.args["u"])  # want: log-injection
    log.log(logging.INFO, msg="u")
    return ""


@app.route("/xml")
def parsed():
    objectify.fromstring(request.data, parser=objectify.makeparser(resolve_entities=True))  # want: xxe
    objectify.fromstring(request.data, parser=objectify.makeparser(resolve_entities=False))
    return ""

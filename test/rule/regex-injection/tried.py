import re

from flask import Flask, request

app = Flask(__name__)


@app.get("/ok")
def is_pattern():
    try:
        re.compile(request.args["p"])  # fine: regex-injection
    except re.error:
        return "no"
    return "yes"


@app.get("/used")
def used():
    try:
        made = re.compile(request.args["p"])  # want: regex-injection
    except re.error:
        return "no"
    return str(made.search("a text"))

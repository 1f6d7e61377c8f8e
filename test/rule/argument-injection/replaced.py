import os
from flask import Flask, request

app = Flask(__name__)


@app.route("/find")
def find():
    os.execvp("find", ["find", request.args["d"]])  # want: argument-injection


@app.route("/clone")
def clone():
    os.execv("/usr/bin/git", ["git", "clone", request.args["u"]])  # want: argument-injection


@app.route("/closed")
def closed():
    os.execv("/usr/bin/git", ["git", "clone", "--", request.args["u"]])  # fine: argument-injection

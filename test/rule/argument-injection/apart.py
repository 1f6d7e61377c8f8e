import pexpect
from flask import Flask, request

app = Flask(__name__)


@app.route("/words")
def words():
    name = request.args["name"]
    pexpect.spawn("tar", ["-xf", "all.tar", name])  # want: argument-injection
    pexpect.spawn("tar", ["-xf", "all.tar", "--", name])  # fine: argument-injection
    pexpect.spawn("tar", ["-xf", "all.tar", "dir/" + name])  # fine: argument-injection
    return ""

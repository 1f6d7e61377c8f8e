import subprocess

from flask import Flask, request

from aside.shop import count, hide, show, tell
from aside.tests.common import run, say

app = Flask(__name__)


@app.route("/all")
def asked():
    show(request.args["name"])
    hide(request.args["name"])
    tell(request.args["name"])
    count(request.args["name"])
    run(request.args["name"])
    say("ok")
    subprocess.run(request.args["name"], shell=True)  # want: command-injection
    return ""

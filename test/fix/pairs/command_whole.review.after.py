import subprocess
from flask import Flask, request, abort

app = Flask(__name__)


ALLOWED_COMMANDS = {"date", "uptime"}  # decide: the commands that may be asked for


@app.route("/x", methods=["GET", "POST"])
def x():
    what = request.args["what"]
    if what not in ALLOWED_COMMANDS:
        abort(400)
    return subprocess.check_output(what, shell=True)

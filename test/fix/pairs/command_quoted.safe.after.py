import shlex
import subprocess
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    host = request.args["host"]
    subprocess.check_output(f"ping -c 1 {shlex.quote(str(host))}", shell=True)
    return "ok"

import os
import shlex
import subprocess
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    host = request.args["host"]
    subprocess.run(f"ping -c 1 {shlex.quote(str(host))} > /tmp/log", shell=True)
    os.system("echo 'done' " + shlex.quote(host))
    return "ok"

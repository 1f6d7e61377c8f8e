import os
import subprocess
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    host = request.args["host"]
    subprocess.run(f"ping -c 1 {host} > /tmp/log", shell=True)
    os.system("echo 'done' " + host)
    return "ok"

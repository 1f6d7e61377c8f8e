import subprocess

from flask import Flask, request

app = Flask(__name__)


def rsync(*words):
    return subprocess.run(["rsync", "-a", *words], check=True, timeout=60)  # want: argument-injection


def curl(*words):
    return subprocess.run(["curl", "-s", *words], check=True, timeout=60)  # fine: argument-injection


@app.post("/copy")
def copy():
    rsync(request.form["from"], "/srv/in")
    curl("--", request.form["url"])
    names = request.form.getlist("n")
    subprocess.run(["zip", "-q", "/tmp/x.zip", *names], check=True, timeout=60)  # want: argument-injection
    subprocess.run(["zip", "-q", "/tmp/x.zip", "--", *names], check=True, timeout=60)  # fine: argument-injection
    return ""

import os
import subprocess

from flask import Flask, request

app = Flask(__name__)


@app.post("/run")
def run():
    os.putenv("LANG", request.form["lang"])  # want: external-trust
    os.environ.update(request.form)  # want: external-trust
    os.environ.update({"LANG": "C"})  # fine: external-trust
    subprocess.run(["report"], env={"PATH": request.form["path"]})  # want: external-trust
    subprocess.run(["report"], env={"PATH": "/usr/bin", "TITLE": request.form["title"]})  # fine: external-trust
    return ""


@app.post("/more")
def more():
    os.environ |= request.form  # want: external-trust
    os.environ |= {"LANG": "C"}  # fine: external-trust
    return ""

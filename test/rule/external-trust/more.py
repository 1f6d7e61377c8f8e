import os
from django.conf import settings
from django.http import HttpResponse
from fastapi import FastAPI, Request
from flask import Flask, request
app = Flask(__name__)
api = FastAPI()
@app.post("/path")
def path():
    os.environ["PATH"] = request.form["path"]  # want: external-trust
    return "ok"
@app.post("/option")
def option():
    os.environ["SMTP_HOST"] = request.json["host"]  # want: external-trust
    return "ok"
@app.post("/config")
def config():
    app.config["TRUSTED"] = request.form["host"]  # want: external-trust
    return "ok"
@app.post("/fixed")
def fixed():
    os.environ["TZ"] = "UTC"  # fine: external-trust
    return "ok"
@app.post("/chosen")
def chosen():
    level = "DEBUG" if request.form["level"] == "debug" else "INFO"
    os.environ["LEVEL"] = level  # fine: external-trust
    return "ok"
def main(argv):
    os.environ["APP_CONFIG"] = argv[1]  # fine: external-trust

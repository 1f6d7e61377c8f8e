# An agent whose tools run no commands: what they open and fetch is all that a stranger's text can make it do. A visitor
# of a page beside it is no model.
import subprocess
from pathlib import Path

import requests
from flask import Flask, request
from google.adk.agents import Agent

app = Flask(__name__)


def read_file(path):
    return Path(path).read_text()                       # want: path-traversal


def fetch(url):
    return requests.get(url, timeout=9).text            # want: ssrf


def uptime():
    return subprocess.run("uptime", shell=True, capture_output=True).stdout


@app.get("/file")
def file():
    return Path(request.args["path"]).read_text()       # want: path-traversal


agent = Agent(model="m", tools=[read_file, fetch, uptime])

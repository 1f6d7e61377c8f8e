import os

from flask import Flask, g, request

import hooks

app = Flask(__name__)
hooks.setup(app)


class Shell:
    prefix = "echo "

    def run(self, text):
        os.system(self.prefix + text)  # want: command-injection

    def count(self, text):
        os.system(self.prefix + str(len(text)))


@app.before_request
def shell():
    g.shell = Shell()


@app.get("/a")
def fetch():
    return {"n": g.client.fetch(request.args["u"]).status_code}


@app.get("/b")
def safe():
    return {"n": g.client.safe(request.args["u"]).status_code}


@app.get("/c")
def run():
    g.shell.run(request.args["t"])
    g.shell.count(request.args["t"])
    return {}

# A class or function chosen by getattr(module, name): any of them may be meant.
import os
import sys
from flask import Flask, request

app = Flask(__name__)


class Alpha:
    def run(self, a):
        os.system("ls " + a)  # want: command-injection


class Beta:
    def run(self, a):
        return len(a)


@app.route("/chosen")
def chosen():
    cls = getattr(sys.modules[__name__], request.args["cls"] + "x")  # want: unsafe-reflection
    return str(cls().run(request.args["a"]))


@app.route("/fixed")
def fixed():
    cls = globals()["Beta"]
    return str(cls().run(request.args["a"]))

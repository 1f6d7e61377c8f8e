import sys

from flask import Flask, request

app = Flask(__name__)


@app.get("/plugins")
def plugins():
    sys.path.insert(0, request.args["folder"])  # want: unsafe-reflection
    sys.path.append(request.args["folder"])  # want: unsafe-reflection
    sys.path.insert(0, "/srv/plugins")  # fine: unsafe-reflection
    return ""


def load(folder):
    sys.path.append(folder)  # fine: unsafe-reflection


sys.path.insert(0, sys.argv[1])  # fine: unsafe-reflection

import tarfile
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    with tarfile.open(fileobj=request.files["a"].stream) as tar:
        tar.extractall("/srv/in", filter="data")
    return "ok"

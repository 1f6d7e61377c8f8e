import yaml
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    return {"got": yaml.load(request.data, Loader=yaml.SafeLoader)}

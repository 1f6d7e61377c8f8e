import markupsafe
from defusedxml.ElementTree import fromstring
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    return markupsafe.escape(fromstring(request.data).tag)

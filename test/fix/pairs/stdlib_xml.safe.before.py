import xml.etree.ElementTree as ET
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    return ET.fromstring(request.data).tag

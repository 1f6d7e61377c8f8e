from lxml import etree
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    parser = etree.XMLParser()
    return etree.fromstring(request.data, parser).tag

import xml.etree.ElementTree as ET
from xml.parsers import expat
from flask import Flask, request

app = Flask(__name__)


def without_entities(document):
    """The document as it is; ValueError when it declares an entity."""

    def refuse(*declaration):
        raise ValueError("entities are not accepted")

    look = expat.ParserCreate()
    look.EntityDeclHandler = refuse
    try:
        look.Parse(document, True)
    except expat.ExpatError:
        pass  # the parser itself will say what is wrong
    return document


@app.route("/x", methods=["GET", "POST"])
def x():
    return ET.fromstring(without_entities(request.data)).tag

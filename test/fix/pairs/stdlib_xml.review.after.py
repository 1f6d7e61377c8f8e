import xml.etree.ElementTree as ET
import markupsafe
from flask import Flask, request

app = Flask(__name__)


def without_doctype(data):
    """XML as text; ValueError for a document type, which is where entities are declared."""
    text = data.decode("utf-8") if isinstance(data, bytes) else data
    if "<!DOCTYPE" in text:
        raise ValueError("a document type is not accepted")
    return text


@app.route("/x", methods=["GET", "POST"])
def x():
    return markupsafe.escape(ET.fromstring(without_doctype(request.data)).tag)

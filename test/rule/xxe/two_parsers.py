import io
import xml.sax
from xml.sax import handler, make_parser

from flask import Flask, request

app = Flask(__name__)


@app.post("/both")
def both():
    wide = make_parser()
    wide.setFeature(handler.feature_external_ges, True)
    wide.parse(io.BytesIO(request.data))  # want: xxe
    narrow = make_parser()
    narrow.setFeature(handler.feature_external_ges, False)
    narrow.parse(io.BytesIO(request.data))  # fine: xxe
    return ""


class Reader:
    def __init__(self):
        self.parser = parser = xml.sax.make_parser()
        parser.setFeature(xml.sax.handler.feature_external_ges, False)

    def read(self, path):
        self.parser.parse(path)  # fine: xxe


def renamed(path):
    reader = xml.sax.make_parser()
    parser = reader
    parser.setFeature(xml.sax.handler.feature_external_ges, False)
    reader.parse(path)  # fine: xxe

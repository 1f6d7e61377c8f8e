import io
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

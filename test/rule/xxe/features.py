import io
import xml.sax
from xml.sax.handler import feature_external_ges

from flask import Flask, request

app = Flask(__name__)


@app.post("/on")
def on():
    parser = xml.sax.make_parser()
    parser.setFeature(feature_external_ges, True)
    parser.parse(io.BytesIO(request.data))  # want: xxe
    return ""


@app.post("/off")
def off():
    parser = xml.sax.make_parser()
    parser.setFeature(feature_external_ges, False)
    parser.parse(io.BytesIO(request.data))  # fine: xxe
    return ""

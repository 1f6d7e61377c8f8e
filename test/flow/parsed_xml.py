# A parser that reads external entities: what it is given to read decides, and of two findings one is enough.
import io
import xml.sax
from xml.sax.handler import feature_external_ges

import flask
import yaml
from lxml import etree

app = flask.Flask(__name__)
KEPT = etree.XMLParser(resolve_entities=True)
OTHER = etree.XMLParser(resolve_entities=True)  # want: weak-xml-parser


def constants():
    p = xml.sax.make_parser()
    p.setFeature(feature_external_ges, True)
    p.parse(io.StringIO("<a>constant</a>"))
    parser = etree.XMLParser(resolve_entities=True)
    text = b"<b/>"
    etree.fromstring(b"<a/>", parser)
    etree.fromstring(text, parser)
    return etree.parse(io.BytesIO(text), etree.XMLParser(resolve_entities=True))


def of_a_file():
    etree.parse("a.xml", etree.XMLParser(resolve_entities=True))  # want: weak-xml-parser
    p = xml.sax.make_parser()
    p.setFeature(feature_external_ges, True)  # want: weak-xml-parser
    p.parse("a.xml")


def handed_on(read):
    parser = etree.XMLParser(resolve_entities=True)  # want: weak-xml-parser
    etree.fromstring(b"<a/>", parser)
    return parser


@app.post("/a")
def a():
    parser = etree.XMLParser(resolve_entities=True)
    etree.fromstring(flask.request.data, parser)  # want: xxe
    etree.fromstring(flask.request.data, KEPT)  # want: xxe
    etree.fromstring(flask.request.data, etree.XMLParser(resolve_entities=True))  # want: xxe
    return "ok"


@app.post("/b")
def b():
    parser = etree.XMLParser(resolve_entities=True)  # want: weak-xml-parser
    etree.fromstring(flask.request.data, parser)  # want: xxe
    etree.parse("a.xml", parser)
    etree.parse("a.xml", OTHER)
    return "ok"


def documents(path):
    text = "a: 1"
    yaml.load(text, Loader=yaml.Loader)
    return yaml.load(open(path), Loader=yaml.Loader)  # want: unsafe-yaml-load

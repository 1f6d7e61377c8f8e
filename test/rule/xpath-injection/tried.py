import elementpath
from flask import Flask, request
from lxml import etree, html

app = Flask(__name__)


@app.post("/ok")
def is_expression():
    text = request.form["path"]
    try:
        tree = html.fromstring("<html></html>")
        tree.xpath(text)  # fine: xpath-injection
        tree = html.fromstring("<p></p>")
        elementpath.select(tree, text)  # fine: xpath-injection
    except etree.XPathError:
        return "no"
    return "yes"


@app.post("/users")
def users():
    tree = etree.parse("users.xml")
    return str(tree.xpath(request.form["path"]))  # want: xpath-injection


@app.post("/page")
def page():
    tree = html.fromstring(open("page.html").read())
    return str(tree.xpath(request.form["path"]))  # want: xpath-injection


@app.post("/filled")
def filled():
    tree = etree.fromstring("<users/>")
    tree.append(etree.parse("users.xml").getroot())
    return str(tree.xpath(request.form["path"]))  # want: xpath-injection


@app.post("/listed")
def listed():
    tree = etree.fromstring("<users><user><name>a</name></user></users>")
    return str(tree.xpath(request.form["path"]))  # want: xpath-injection

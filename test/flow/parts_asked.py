# What a guard says of an attribute of a library's type takes away what it says, and nothing else.
import os
import xml.etree.ElementTree as ElementTree
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler
from urllib.parse import unquote, urlparse, urlsplit

import defusedxml.ElementTree
from flask import Flask, request

app = Flask(__name__)
STATIC = "/srv/static"
KNOWN = {"/status", "/about"}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        route = urlparse(self.path).path
        if route == "/":
            self.send_error(404)
        elif route.startswith("/static/"):
            with open(STATIC + unquote(route[7:]), "rb") as f:  # want: path-traversal
                self.wfile.write(f.read())
        elif route in KNOWN:
            os.system("page " + route)
        elif route.startswith("/files/"):
            full = os.path.realpath(STATIC + unquote(route[6:]))
            if not full.startswith(STATIC + os.sep):
                self.send_error(403)
                return
            with open(full, "rb") as f:
                self.wfile.write(f.read())


@app.route("/beginning")
def beginning():
    parts = urlsplit(request.args["u"])
    if not parts.query.startswith("q="):
        return ""
    os.system("find " + parts.query)  # want: command-injection
    if parts.path.isalnum():
        os.system("find " + parts.path)
    return ""


@app.route("/lines")
def lines():
    name = urlsplit(request.args["u"]).path
    if name.isprintable():
        os.system("ls " + name)  # want: command-injection
    if name.isdigit():
        os.system("ls " + name)
    return ""


# An attribute that is read by a key is no method.
@app.route("/document", methods=["POST"])
def document():
    root = defusedxml.ElementTree.fromstring(request.data)
    os.system("ls " + root.attrib["name"])  # want: command-injection
    os.system("ls " + root.find("item").attrib["name"])  # want: command-injection
    os.system(root.text[3:])  # want: command-injection
    os.system("head -%d list" % int(root.attrib["lines"]))
    return ""


def own():
    root = ElementTree.fromstring("<list name='a'/>")
    os.system("ls " + root.attrib["name"])


@app.route("/jar")
def jar():
    read = SimpleCookie()
    read.load(request.headers["Cookie"])
    os.system("theme " + read["theme"].value)  # want: command-injection
    written = SimpleCookie()
    written["theme"] = "dark"
    os.system("theme " + written["theme"].value)
    return ""


# The text of an element and the value of a cookie are asked as any text is.
@app.route("/asked", methods=["POST"])
def asked():
    root = defusedxml.ElementTree.fromstring(request.data)
    if root.tag not in ("list", "table"):
        return ""
    os.system("show " + root.tag)
    for item in root.iter():
        if item.text in ("one", "two"):
            os.system("ls " + item.text)
        os.system("ls " + item.tail)  # want: command-injection
    jar = SimpleCookie(request.headers["Cookie"])
    if jar["theme"].value in ("dark", "light"):
        os.system("theme " + jar["theme"].value)
    os.system("theme " + jar["theme"].value)  # want: command-injection
    return ""

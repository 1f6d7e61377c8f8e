# Escaping that is undone again escapes nothing.
import html
import os
import re
import shlex
from xml.sax import saxutils

import flask
from flask import request
from markupsafe import escape

app = flask.Flask(__name__)


@app.route("/html")
def unescaped():
    t = request.args["t"]
    return "<p>" + html.unescape(html.escape(t)) + "</p>"  # want: xss


@app.route("/html/saxutils")
def unescaped_by_saxutils():
    t = saxutils.escape(request.args["t"])
    return "<p>" + saxutils.unescape(t) + "</p>"  # want: xss


@app.route("/html/markup")
def unescaped_markup():
    t = request.args["t"]
    return "<p>" + escape(t).unescape() + "</p>"  # want: xss


@app.route("/html/striptags")
def striptags():
    t = request.args["t"]
    return "<p>" + escape(t).striptags() + "</p>"  # want: xss


@app.route("/html/replaced")
def replaced():
    t = str(escape(request.args["t"]))
    return "<p>" + t.replace("&gt;", ">").replace("&lt;", "<") + "</p>"  # want: xss


@app.route("/html/lines")
def lines():
    t = str(escape(request.args["t"]))
    return "<p>" + t.replace("\n", "<br>").replace("&amp;nbsp;", "&nbsp;") + "</p>"


@app.route("/html/again")
def again():
    t = request.args["t"]
    return "<p>" + html.escape(html.unescape(html.escape(t))) + "</p>"


@app.route("/html/number")
def number():
    return "<p>" + html.unescape(str(int(request.args["t"]))) + "</p>"


@app.route("/shell")
def shell():
    t = request.args["t"]
    q = shlex.quote(t)
    os.system("ls " + q[1:-1])  # want: command-injection
    os.system("ls " + q[:40])  # want: command-injection
    os.system("ls " + q.strip("'"))  # want: command-injection
    os.system("ls " + q.replace("'", ""))  # want: command-injection
    os.system("ls " + " ".join(shlex.split(q)))  # want: command-injection
    return ""


@app.route("/shell/parts")
def shell_parts():
    for word in shlex.split(shlex.quote(request.args["t"])):
        os.system("ls " + word)  # want: command-injection
    return ""


@app.route("/shell/kept")
def shell_kept():
    t = request.args["t"]
    q = shlex.quote(t)
    os.system("ls " + q)
    os.system("ls " + q.strip())
    os.system("ls " + q.replace("\n", " "))
    os.system("ls " + shlex.quote(q[1:-1]))
    os.system("ls " + shlex.join(shlex.split(q)))
    os.system("ls " + shlex.quote(t[1:-1]))
    return ""


@app.route("/shell/word")
def shell_word():
    t = re.sub(r"\W", "", request.args["t"])
    os.system("ls " + t[1:-1])
    os.system("ls '" + t + "'")
    os.system("ls \"" + t + "\"")
    return ""

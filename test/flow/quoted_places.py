# what was escaped for one place and stands in another: quotes of SQL and of a shell, attributes, handlers, scripts
import html
import json
import os
import sqlite3
from urllib.parse import urlparse, urlsplit
from xml.sax.saxutils import escape, quoteattr

import bleach
from django.utils.html import escapejs
from flask import Flask, redirect, request

app = Flask(__name__)
db = sqlite3.connect("x")


def literal(text):
    return "'" + text.replace("'", "''") + "'"


@app.get("/sql")
def sql():
    name = request.args["n"].replace("'", "''")
    db.execute("SELECT * FROM t WHERE n = '" + name + "'")
    db.execute('SELECT * FROM t WHERE n = "' + name + '"')  # want: sql-injection
    db.execute(f'SELECT * FROM t WHERE n = "{name}"')  # want: sql-injection
    db.execute("SELECT * FROM t WHERE n = %s" % name)  # want: sql-injection
    db.execute("SELECT * FROM t WHERE n = " + literal(request.args["n"]))
    both = name.replace('"', '""')
    db.execute(f'SELECT * FROM t WHERE n = "{both}"')
    return ""


@app.get("/shell")
def shell():
    name = request.args["n"].replace("'", "'\\''")
    os.system("ls '" + name + "'")
    os.system(f"grep -- '{name}' /srv/list")
    os.system(f'ls "{name}"')  # want: command-injection
    os.system("ls " + name)  # want: command-injection
    os.system("ls '%s'" % request.args["n"].replace("'", "'\"'\"'"))
    os.system("ls '%s'" % request.args["n"].replace("'", "''"))  # want: command-injection
    return ""


@app.get("/between-tags")
def between_tags():
    name = html.escape(request.args["n"], quote=False)
    return f'<p class="a">it\'s {name}</p>'


@app.get("/attribute")
def attribute():
    name = html.escape(request.args["n"], quote=False)
    return f'<p title="{name}">x</p>'  # want: xss


@app.get("/attribute-by-hand")
def attribute_by_hand():
    name = request.args["n"].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "<p>x</p><p title='%s'>x</p>" % name  # want: xss


@app.get("/attribute-whole")
def attribute_whole():
    name = request.args["n"].replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return '<p title="%s">x</p>' % name


@app.get("/attribute-other-sign")
def attribute_other_sign():
    name = request.args["n"].replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return "<p title='%s'>x</p>" % name  # want: xss


@app.get("/attribute-xml")
def attribute_xml():
    return f'<p title="{escape(request.args["n"])}">x</p>'  # want: xss


@app.get("/attribute-entities")
def attribute_entities():
    return '<p title="%s">x</p>' % escape(request.args["n"], {'"': "&quot;"})


@app.get("/attribute-own")
def attribute_own():
    return f"<p title={quoteattr(request.args['n'])}>x</p>"


@app.get("/attribute-cleaned")
def attribute_cleaned():
    return f"<input value='{bleach.clean(request.args['n'])}'>"  # want: xss


@app.get("/attribute-twice")
def attribute_twice():
    return f"<input value='{html.escape(bleach.clean(request.args['n']))}'>"


@app.get("/handler")
def handler():
    name = html.escape(request.args["n"])
    return f'''<b onclick="show('{name}')">x</b>'''  # want: xss


@app.get("/beside-handler")
def beside_handler():
    name = html.escape(request.args["n"])
    return f'''<b onclick="show('x')" title="{name}">x</b>'''


@app.get("/handler-number")
def handler_number():
    return f'''<b onclick="show({int(request.args["n"])})">x</b>'''


@app.get("/script")
def script():
    return f"<script>let name = '{html.escape(request.args['n'])}';</script>"  # want: xss


@app.get("/script-text")
def script_text():
    return f"<script>let name = '{escapejs(request.args['n'])}';</script>"


@app.get("/script-json")
def script_json():
    return "<script>let name = %s;</script>" % json.dumps(request.args["n"]).replace("<", "\\u003c")


@app.get("/go")
def go():
    target = request.args["t"]
    if urlparse(target).netloc:
        return redirect("/")
    return redirect("/" + target.lstrip("/"))


def inside(target):
    return "/" if urlsplit(target).netloc else "/" + target.lstrip("/")


@app.get("/go-helped")
def go_helped():
    return redirect(inside(request.args["t"]))


@app.get("/go-path")
def go_path():
    target = request.args["t"]
    if not urlparse(target).path:
        return redirect("/")
    return redirect("/" + target.lstrip("/"))  # want: open-redirect

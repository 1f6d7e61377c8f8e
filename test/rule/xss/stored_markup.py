import sqlite3

from flask import Flask
from markupsafe import Markup, escape

app = Flask(__name__)


def rows():
    return sqlite3.connect("notes.db").execute("SELECT id, body FROM notes").fetchall()


@app.get("/marked")
def marked():
    return {"html": [Markup(body) for _, body in rows()]}  # want: xss


@app.get("/by-hand")
def by_hand():
    page = "<ul>"
    for _, body in rows():
        page += "<li>" + body + "</li>"
    return page + "</ul>"  # want: xss


@app.get("/escaped")
def escaped():
    return {"html": [Markup("<b>%s</b>") % body for _, body in rows()]}  # fine: xss


@app.get("/by-hand-escaped")
def by_hand_escaped():
    page = "<ul>"
    for _, body in rows():
        page += "<li>" + escape(body) + "</li>"
    return page + "</ul>"  # fine: xss

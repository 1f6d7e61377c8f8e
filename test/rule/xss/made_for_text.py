# Markup(text).unescape() and .striptags() make a plain text; whether a page gets it is another question.
from flask import Flask, request
from markupsafe import Markup

app = Flask(__name__)


@app.post("/save")
def save(store):
    store.put(Markup(request.form["note"]).unescape())  # fine: xss
    store.put(Markup(request.form["note"]).striptags())  # fine: xss
    return "saved"


@app.post("/show")
def show():
    return Markup(request.form["note"]).unescape()  # want: xss


@app.post("/mark")
def mark():
    return Markup(request.form["note"])  # want: xss

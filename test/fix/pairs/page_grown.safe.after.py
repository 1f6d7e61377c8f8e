from html import escape

from flask import Flask, request

app = Flask(__name__)


@app.get("/list")
def listed():
    page = "<ul>"
    for word in request.args.getlist("word"):
        page += "<li>" + escape(str(word)) + "</li>"
    page += "</ul>"
    return page

from flask import Flask, request

app = Flask(__name__)


@app.get("/list")
def listed():
    page = "<ul>"
    for word in request.args.getlist("word"):
        page += "<li>" + word + "</li>"
    page += "</ul>"
    return page

# What a browser keeps as a file is no page.
from flask import Flask, make_response, request

app = Flask(__name__)


@app.get("/table")
def table():
    reply = make_response("a," + request.args["x"])  # fine: xss
    reply.headers["Content-Disposition"] = "attachment; filename=%s" % "table.csv"
    return reply


@app.get("/inline")
def inline():
    reply = make_response("<p>" + request.args["x"])  # want: xss
    reply.headers["Content-Disposition"] = "inline; filename=page.html"
    return reply


@app.get("/other")
def other():
    reply = make_response("<p>" + request.args["x"])  # want: xss
    kept = make_response("a")
    kept.headers["Content-Disposition"] = "attachment; filename=a.csv"
    return reply if request.args["x"] else kept

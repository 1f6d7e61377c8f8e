"""An answer that branches put together stands where it is given back."""
from flask import Flask, request

app = Flask(__name__)


@app.get("/longer")
def longer():
    page = request.args["x"]
    if request.args.get("y"):
        page = page + "!"
    return page  # want: xss


@app.get("/looped")
def looped():
    page = "<ul>"
    for item in request.args.getlist("x"):
        page += "<li>" + item
    return page  # want: xss


@app.get("/finally")
def closes():
    try:
        page = request.args["x"]
        if page.startswith("a"):
            page = "<b>" + page
        return page  # want: xss
    finally:
        print("closed")


@app.get("/safe")
def safe():
    page = request.args["x"]
    page = "yes" if page else "no"
    return page


@app.get("/known")
def known():
    page = request.args["x"]
    if page not in ("a", "b"):
        page = "a"
    return page

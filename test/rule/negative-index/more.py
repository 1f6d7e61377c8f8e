from aiohttp import web
from flask import Flask, request
app = Flask(__name__)
ITEMS = ["a", "b", "c"]
@app.get("/item")
def item():
    i = int(request.args["i"])
    if i < len(ITEMS):
        return ITEMS[i]  # want: negative-index
    return ""
@app.get("/page/<int:n>")
def page(n):
    n = int(request.args["n"])
    if n >= len(ITEMS):
        return "", 404
    return ITEMS[n]  # want: negative-index
@app.get("/row")
def row():
    i = int(request.args["i"])
    if i > len(ITEMS) - 1:
        return ""
    return ITEMS[i]  # want: negative-index
@app.get("/item2")
def item2():
    i = int(request.args["i"])
    if 0 <= i < len(ITEMS):
        return ITEMS[i]  # fine: negative-index
    return ""
@app.get("/item3")
def item3():
    i = int(request.args["i"])
    if i < 0 or i >= len(ITEMS):
        return ""
    return ITEMS[i]  # fine: negative-index
@app.get("/item4")
def item4():
    i = abs(int(request.args["i"]))
    if i < len(ITEMS):
        return ITEMS[i]  # fine: negative-index
    return ""

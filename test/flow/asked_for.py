# What is found under a name from outside is not that name.
import os
from flask import Flask, request, send_file
from shop.kept import visits
app = Flask(__name__)
class Visit:
    def __init__(self, folder):
        self.folder = folder
        self.files = {}
class Visits:
    known: dict = dict()
    @classmethod
    def of(cls, name):
        return cls.known.get(name)
@app.get("/file")
def file():
    visit = Visits.of(request.args["visit"])
    return send_file(visit.files["first"])  # fine: path-traversal
@app.get("/named")
def named():
    places: dict = visits()
    return send_file(places.get("x", request.args["visit"]))  # want: path-traversal
@app.get("/under")
def under():
    places = dict(request.args)
    return send_file(places.get("x"))  # want: path-traversal

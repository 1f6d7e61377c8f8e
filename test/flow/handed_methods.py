# Methods that a decorator makes entries see what __init__ keeps; wrappers that give the function back;
# patterns of comparisons; what subclasses fill in; hosts of other libraries' addresses.
import re
import sqlite3

import httpx
import yarl
from flask import Flask, request
from pyramid.view import view_config
from quart import Quart

import urllib3.util

app = Flask(__name__)
quart = Quart(__name__)
HOSTS = {"api.example.org", "cdn.example.org"}
TEST = re.compile(r"(speed|load) ?(<|<=|>) ?[0-9]{1,4}(\.[0-9])?")


class Search:
    def __init__(self, request):
        self.request = request

    @property
    def word(self):
        return self.request.params.get("q", "")

    @view_config(route_name="search")
    def search(self):
        return eval(self.word)  # want: code-injection

    @view_config(route_name="count")
    def count(self):
        return len(self.word)


class Store:
    @staticmethod
    def put(name):
        open("/srv/up/" + name, "w")  # want: path-traversal


@quart.post("/put/<name>")
async def put(name):
    form = await request.form
    await quart.ensure_async(Store.put)(form["name"])


@app.post("/alarm")
def alarm():
    rule = request.get_json()["rule"]
    if TEST.match(rule):
        return str(eval(rule, {}, {"speed": 1}))  # want: code-injection
    return ""


@app.post("/alarm/whole")
def alarm_whole():
    rule = request.get_json()["rule"]
    if TEST.fullmatch(rule):
        return str(eval(rule, {}, {"speed": 1}))
    return ""


class Table:
    name: str
    fields: tuple[str, ...]

    def __init__(self, db: sqlite3.Connection):
        self.db = db

    def _where(self, test, *values):
        sql = f"SELECT {', '.join(self.fields)} FROM {self.name} WHERE {test}"
        return self.db.execute(sql, values)




class Birds(Table):
    name = "bird"
    fields = ("kind", "place")

    def of(self, kind):
        return self._where("kind = ?", kind)


@app.get("/birds/<kind>")
def birds(kind):
    return list(Birds(sqlite3.connect("birds.db")).of(kind))


@app.get("/get")
def get():
    url = httpx.URL(request.args["u"])
    if url.scheme != "https":
        return ""
    return httpx.get(url).text  # want: ssrf


@app.get("/get/listed")
def get_listed():
    url = httpx.URL(request.args["u"])
    if url.host not in HOSTS:
        return ""
    return httpx.get(url).text


@app.get("/get/listed/yarl")
def get_yarl():
    url = yarl.URL(request.args["u"])
    if url.host not in HOSTS:
        return ""
    return httpx.get(str(url)).text


@app.get("/get/listed/urllib3")
def get_urllib3():
    address = request.args["u"]
    url = urllib3.util.parse_url(address)
    if url.host not in HOSTS:
        return ""
    return httpx.get(address).text

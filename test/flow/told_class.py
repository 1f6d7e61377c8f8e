# What a constructor's parameter is said to be is what a call finds there, where nobody says more.
import typing

import flask
from flask import request
from somewhere import container, made

app = flask.Flask(__name__)


class Store:
    def read(self, name):
        return open(name)  # want: path-traversal

    def read_fixed(self, name):
        return open("fixed")


class Other:
    def read(self, name):
        return name


class Service:
    def __init__(self, store: Store):
        self.store = store

    def run(self, name):
        self.store.read(name)
        self.store.read_fixed(name)


class Lazy:
    def __init__(self, store: "typing.Optional[Later]" = None, *, later: "Later" = None):
        self.store = later

    def run(self, name):
        self.store.read(name)


class Later:
    def read(self, name):
        return open(name)  # want: path-traversal


class Known:
    def __init__(self, store: "Silent"):
        self.store = store

    def run(self, name):
        self.store.read(name)


class Silent:
    def read(self, name):
        return open(name)


@app.route("/store")
def by_store():
    t = request.args["t"]
    Service(container.store).run(t)
    Lazy(later=made()).run(t)
    Known(Other()).run(t)
    return ""

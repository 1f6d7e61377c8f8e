# What annotations say of things that nobody here can see being made: parameters, results, variables, fields.
import sqlite3
from dataclasses import dataclass
from typing import ClassVar, Optional, Protocol

import requests
from elsewhere import make, pool
from flask import Flask, request

app = Flask(__name__)


class Store(Protocol):
    def connection(self) -> sqlite3.Connection: ...


class Own:
    def find(self, name):
        return pool.one().fetch(name)


def asked(session: requests.Session, url):
    return session.get(url)                                             # want: ssrf


def fixed(session: requests.Session, path):
    return session.get("https://api.example.com/v1", params={"q": path}, timeout=5)


def connection() -> sqlite3.Connection:
    return pool.one()


async def maybe() -> "Optional[sqlite3.Connection]":
    return await pool.one()


def by_store(store: Store, name):
    store.connection().execute("select '" + name + "'")                 # want: sql-injection
    store.connection().execute("select ?", (name,))


def by_own(own: Own, name):
    return own.find(name)


def told_wrong(session: requests.Session, url):
    return session.get(url)


@dataclass
class Shop:
    db: sqlite3.Connection

    def find(self, name):
        self.db.execute("select '" + name + "'")                        # want: sql-injection
        self.db.execute("select ?", (name,))


class Desk:
    cache: requests.Session
    shared: ClassVar[requests.Session]

    def __init__(self, db: sqlite3.Connection):
        self.db = db
        self.log: sqlite3.Connection = make()

    def find(self, name):
        self.db.execute("select '" + name + "'")                        # want: sql-injection
        self.log.execute("insert '" + name + "'")                       # want: sql-injection
        self.cache.get(name)                                            # want: ssrf
        self.shared.get(name)                                           # want: ssrf


@app.route("/find")
async def find():
    name = request.args["name"]
    asked(make(), name)
    fixed(make(), name)
    told_wrong({}, name)                                                # a dictionary, whatever is said of it
    by_store(make(), name)
    by_own(make(), name)
    connection().execute("select '" + name + "'")                       # want: sql-injection
    db: sqlite3.Connection = make()
    db.execute("select '" + name + "'")                                 # want: sql-injection
    db.execute("select ?", (name,))
    (await maybe()).execute("select '" + name + "'")                    # want: sql-injection
    Shop(make()).find(name)
    Desk(make()).find(name)
    return "found"

# What a framework hands over: initialize() of handlers, a transaction before the rest, WSGI's two.
import ipaddress
import json
import os
import socket
import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import pymysql
import redis
import requests
import tornado.web
from bottle import redirect
from flask import Flask, abort, request
from neo4j import GraphDatabase

app = Flask(__name__)
driver = GraphDatabase.driver("neo4j://db")
jobs = redis.Redis.from_url("redis://q")


class Store:
    def __init__(self, conn):
        self.conn = conn

    def find(self, text):
        return self.conn.execute("SELECT 1 FROM t WHERE a = '" + text + "'")  # want: sql-injection


class Found(tornado.web.RequestHandler):
    def initialize(self, store):
        self.store = store

    def get(self):
        self.store.find(self.get_argument("q"))


def make_app():
    return tornado.web.Application([(r"/found", Found, {"store": Store(sqlite3.connect("t.db"))})])


def friends(tx, name):
    return tx.run("MATCH (p {name: '" + name + "'}) RETURN p")  # want: nosql-injection


def known(tx, name):
    return tx.run("MATCH (p {name: $name}) RETURN p", name=name)


@app.get("/friends")
def show():
    with driver.session() as session:
        session.execute_read(known, request.args["name"])
        return {"friends": session.execute_read(friends, request.args["name"])}


class Site:
    def __call__(self, environ, start_response):
        name = parse_qs(environ["QUERY_STRING"]).get("name", ["x"])[0]
        start_response("200 OK", [("X-Name", name)])  # want: header-injection
        start_response("200 OK", [("X-Name", "".join(c for c in name if c.isalnum()))])
        return [b"ok"]


def worker():
    while True:
        _, raw = jobs.blpop("hosts")
        host = json.loads(raw)["host"]
        subprocess.run(["ssh", "-o", "BatchMode=yes", host, "uptime"])  # want: argument-injection
        if host[0] == "-":
            continue
        subprocess.run(["ssh", "-o", "BatchMode=yes", host, "uptime"])


@app.get("/sh")
def shell():
    word = request.args["w"]
    subprocess.run(["sh", "-c", 'grep -e "$1" /var/log/x', "sh", word])
    subprocess.run(["sh", "-c", f"grep -e {word} /var/log/x", "sh"])  # want: command-injection
    return globals()[request.args["f"]]()  # want: unsafe-reflection


@app.get("/notes")
def notes():
    text = request.args["t"].replace("'", "''")
    mysql, lite = pymysql.connect(host="db").cursor(), sqlite3.connect("x.db")
    mysql.execute("SELECT 1 FROM t WHERE a = '" + text + "'")  # want: sql-injection
    lite.execute("SELECT 1 FROM t WHERE a = '" + text + "'")
    both = request.args["t"].replace("\\", "\\\\").replace("'", "''")
    mysql.execute("SELECT 1 FROM t WHERE a = '" + both + "'")
    return ""


@app.get("/go")
def go():
    to = request.args["to"]
    if to[:1] == "/" and to[1:2] != "/":
        redirect(to)
    if to[:1] == "/" and to[:2] != "//":
        redirect(to)
    if to[:1] == "/" and to[2:3] != "/":
        redirect(to)  # want: open-redirect
    return ""


def inside(url):
    for info in socket.getaddrinfo(urlsplit(url).hostname, 443):
        if not ipaddress.ip_address(info[4][0]).is_global:
            raise ValueError(url)
    return url


@app.get("/fetch")
def fetch():
    requests.get(request.args["u"], timeout=5)  # want: ssrf
    return requests.get(inside(request.args["u"]), timeout=5).text


def run(name):
    return os.system("convert " + name)  # want: command-injection


@app.post("/batch")
def batch():
    with ThreadPoolExecutor() as pool:
        return {"done": len(list(pool.map(run, request.json["names"])))}

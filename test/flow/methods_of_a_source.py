# A body that nothing is known of but that it comes from outside: whatever its methods give does, too.
import os
import subprocess

import cherrypy
from bottle import get, request as bottled
from flask import Flask, request
from pymongo import MongoClient

app = Flask(__name__)
users = MongoClient().shop.users


@app.post("/a")
def a():
    os.system("make " + request.json.get("target"))  # want: command-injection
    body = request.json
    os.system("make " + body.get("target", "all"))  # want: command-injection
    os.system("make " + body.pop("target"))  # want: command-injection
    for value in request.json.values():
        os.system("make " + value)  # want: command-injection
    os.system("make " + str(int(body.get("number"))))
    os.system("make " + str(len(request.json.get("t"))))
    subprocess.run(["make", "all"], env={"LEVEL": body.get("level")})
    return ""


@app.post("/b")
def b():
    data = request.json or {}
    name = data.get("name")
    if name not in ("red", "blue"):
        return "no", 400
    os.system("paint " + name)
    return str(users.find_one({"name": data.get("name")}))  # want: nosql-injection


@get("/c")
def c():
    os.system("make " + bottled.json.get("target"))  # want: command-injection


class Pages:
    @cherrypy.expose
    def d(self):
        os.system("make " + cherrypy.request.body.read().decode())  # want: command-injection


os.system("make " + app.config.get("TARGET"))

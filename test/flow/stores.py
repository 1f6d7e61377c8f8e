# Keyed stores: what is put under a key comes back from under that key.
import configparser
import os
from flask import Flask, g, request, session

app = Flask(__name__)


@app.route("/config")
def config():
    a = request.args["a"]
    conf = configparser.ConfigParser()
    conf.add_section("s")
    conf.set("s", "good", "x")
    conf.set("s", "bad", a)
    os.system("ls " + conf.get("s", "good"))
    os.system("ls " + conf.get("s", "bad"))  # want: command-injection
    return ""


@app.route("/context")
def context():
    g.name = request.args["a"]
    g.other = "x"
    os.system("ls " + g.name)  # want: command-injection
    os.system("ls " + g.other)
    session["name"] = request.args["a"]
    session["other"] = "x"
    os.system("ls " + session["name"])  # want: command-injection
    os.system("ls " + session["other"])  # noise: command-injection
    return ""

# What a framework hands over beyond the parameters that have names: the rest of the path, the names of the route.
import os

import cherrypy
import click
from flask import Flask

app = Flask(__name__)


class Root:
    @cherrypy.expose
    def files(self, *args):
        return open(os.path.join("/srv", *args)).readline()  # want: path-traversal

    @cherrypy.expose
    def default(self, first, *rest, **query):
        os.system("ls " + rest[0])  # want: command-injection
        os.system("ls " + "/".join(int(part) for part in rest))
        os.system("ls " + query["q"])  # want: command-injection
        return ""


@app.get("/x/<name>")
def routed(**names):
    os.system("ls " + names["name"])  # want: command-injection
    return ""


@app.get("/fixed")
def fixed(*args, **names):
    os.system("ls " + names.get("name", "") + "".join(args))
    return ""


@click.command()
@click.option("--name")
def run(**options):
    os.system("ls " + options["name"])  # want: command-injection

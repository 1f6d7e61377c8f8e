# A decorator of the program's own on several handlers: each is called from outside through the one wrapper.
import asyncio
import functools
import html
import os

import click
import flask
import tornado.web
from fastapi import FastAPI
from flask import Blueprint, Flask, abort, request, session
from flask.views import MethodView

app = Flask(__name__)
api = FastAPI()
pages = Blueprint("pages", __name__)


def login_required(fn):
    @functools.wraps(fn)
    def inner(*args, **kwargs):
        if "uid" not in session:
            abort(401)
        return fn(*args, **kwargs)
    return inner


def role(name):
    def deco(fn):
        def inner(*args, **kwargs):
            if session.get("role") != name:
                abort(403)
            return fn(*args, **kwargs)
        return inner
    return deco


def with_user(fn):
    @functools.wraps(fn)
    def inner(*args, **kwargs):
        return fn("somebody", *args, **kwargs)
    return inner


def checked(fn):
    def inner(name, *args, **kwargs):
        if not name.isalnum():
            abort(400)
        return fn(name, *args, **kwargs)
    return inner


@app.get("/a")
@login_required
def first():
    return "x"


@app.get("/b/<path:name>")
@login_required
def second(name):
    return flask.jsonify(open("/srv/" + name).read())        # want: path-traversal


@app.get("/c/<int:number>")
@login_required
def third(number):
    return flask.jsonify(open("/srv/%d" % number).read())


@pages.route("/d/<path:name>")
@role("admin")
def fourth(name):
    return flask.jsonify(open("/srv/" + name).read())        # want: path-traversal


@pages.route("/e/<path:name>")
@login_required
@role("editor")
def fifth(name):
    return flask.jsonify(open("/srv/" + name).read())        # want: path-traversal


@pages.route("/f/<path:name>")
@login_required
@role("editor")
def sixth(name):
    return flask.jsonify(open("/srv/" + os.path.basename(name)).read())


@app.get("/g")
@with_user
def seventh(user):
    os.system("id " + user)
    return "x"


@app.get("/h/<name>")
@with_user
def eighth(user, name):
    os.system("id " + user)
    os.system("id " + name)                                   # want: command-injection
    return "x"


@app.get("/i/<name>")
@checked
def ninth(name):
    os.system("id " + name)
    return "x"


@app.get("/j/<name>")
@checked
def tenth(name):
    os.system("id " + name)
    return "x"


# by hand, as one call
def eleventh(name):
    os.system("id " + name)                                   # want: command-injection
    return "x"


def twelfth(name):
    os.system("id " + html.escape(name))                      # want: command-injection
    return "x"


app.add_url_rule("/k/<name>", view_func=login_required(eleventh))
app.add_url_rule("/l/<name>", view_func=login_required(twelfth))


# methods of classes
class Thing(MethodView):
    @login_required
    def get(self, name):
        os.system("id " + name)                               # want: command-injection
        return self.told(name)

    @login_required
    def post(self, name):
        os.system("id " + name)                               # want: command-injection
        return "x"

    def told(self, name):
        os.system("ls " + name)                               # want: command-injection
        return "x"


def of_user(fn):
    def inner(self, *args):
        if not self.current_user:
            raise tornado.web.HTTPError(403)
        return fn(self, *args)
    return inner


class Handler(tornado.web.RequestHandler):
    @of_user
    def get(self):
        self.finish("x")

    @of_user
    def post(self, name):
        os.system("id " + name)                               # want: command-injection
        self.keep(3)

    def keep(self, number):
        os.system("id %d" % number)


tornado.web.Application([(r"/a/(.*)", Handler)])


# an object that is called in each one's place
class Guard:
    def __init__(self, fn):
        functools.update_wrapper(self, fn)
        self.fn = fn

    def __call__(self, *args, **kwargs):
        if "uid" not in session:
            abort(403)
        return self.fn(*args, **kwargs)


@app.get("/m/<path:name>")
@Guard
def thirteenth(name):
    os.system("id " + name)                                   # want: command-injection
    return "x"


@app.get("/n/<name>")
@Guard
def fourteenth(name):
    os.system("id " + name)                                   # want: command-injection
    return "x"


@app.get("/o/<int:number>")
@Guard
def fifteenth(number):
    os.system("id %s" % number)
    return "x"


# coroutines
def timed(fn):
    @functools.wraps(fn)
    async def inner(*args, **kwargs):
        await asyncio.sleep(0)
        return await fn(*args, **kwargs)
    return inner


@api.get("/a")
@timed
async def sixteenth(number: int):
    os.system("id %s" % number)
    return number


@api.get("/b")
@timed
async def seventeenth(name: str):
    os.system("id " + name)                                   # want: command-injection
    return name


# what a maker of views makes
def view_of(command):
    def view():
        return command(request.args["name"])
    return view


def known(name):
    return {"a": name}


def shown(name):
    os.system("id " + name)                                   # want: command-injection
    return {"b": name}


app.add_url_rule("/p", "a", view_of(known))
app.add_url_rule("/q", "b", view_of(shown))


# made by a factory
def create_app():
    made = Flask(__name__)

    @made.get("/a")
    @login_required
    def one():
        return "x"

    @made.get("/b/<name>")
    @login_required
    def two(name):
        os.system(command + name)                             # want: command-injection
        return "x"

    @made.get("/c/<name>")
    @role("admin")
    def three(name):
        os.system(command + name)                             # want: command-injection
        return "x"
    command = "id "
    return made


# runtimes that call by name
def api_call(fn):
    def inner(event, context):
        return fn(event, context)
    return inner


@api_call
def lambda_handler(event, context):
    os.system(event["queryStringParameters"]["name"])         # want: command-injection
    return {"statusCode": 200}


# commands of a group
def common(f):
    @click.option("--verbose")
    @functools.wraps(f)
    def inner(*args, **kwargs):
        return f(*args, **kwargs)
    return inner


@click.group()
def commands():
    pass


@commands.command()
@click.argument("name")
@common
def shown_command(name, verbose):
    os.system("ls " + name)                                   # want: command-injection


@commands.command()
@click.argument("name", type=int)
@common
def number_command(name, verbose):
    os.system("ls %d" % name)

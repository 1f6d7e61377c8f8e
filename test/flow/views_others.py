# Routes of the other frameworks; routes nested in a factory that takes or makes the app.
import os
import bottle
import falcon
import tornado.web
from aiohttp import web
from flask import Blueprint, Flask, request
from flask.views import MethodView

bp = Blueprint("b", __name__)


@bp.route("/b/<name>")
def blue(name):
    os.system("ls " + name)  # want: command-injection
    os.system("ls " + request.form["a"])  # want: command-injection
    return ""


def register(app):
    @app.route("/n/<name>")
    def nested(name):
        os.system("ls " + name)  # want: command-injection
        return ""


def create_app():
    app = Flask(__name__)

    @app.post("/m")
    def made():
        os.system("ls " + request.json["a"])  # want: command-injection
        return ""

    return app


class Item(MethodView):
    def get(self, name):
        os.system("ls " + name)  # want: command-injection
        return ""


class Main(tornado.web.RequestHandler):
    def get(self):
        os.system("ls " + self.get_argument("a"))  # want: command-injection


async def handle(request):
    os.system("ls " + request.query["a"])  # want: command-injection
    data = await request.post()
    os.system("ls " + data["a"])  # miss: command-injection
    return web.Response()


def setup(app):
    app.router.add_get("/h", handle)


@bottle.route("/x/<name>")
def bottled(name):
    os.system("ls " + name)  # want: command-injection
    os.system("ls " + bottle.request.query.a)  # want: command-injection


class Resource:
    def on_get(self, req, resp):
        os.system("ls " + req.params["a"])  # want: command-injection


falcon.App().add_route("/f", Resource())

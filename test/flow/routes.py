# Routes of other frameworks, declared apart from their handlers or by decorators.
import os

import falcon
import tornado.web
from aiohttp import web
from bottle import Bottle
from flask import Blueprint, Flask
from flask.views import MethodView
from flask_restful import Api, Resource
from pyramid.config import Configurator
from pyramid.view import view_config
from sanic import Sanic
from starlette.routing import Route

app = Flask(__name__)
blue = Blueprint("blue", __name__)
api = Api(app)
bottle = Bottle()
sanic = Sanic("s")


def ruled(x):
    os.system("i %s" % x)


def loose(x):
    os.system("i %s" % x)  # want: command-injection


@app.route("/a/<int:x>")
@app.route("/b/<x>")
def twice(x):
    os.system("i %s" % x)  # want: command-injection


@app.route("/a/<any(up, down):x>/<string:y>")
def some(x, y):
    os.system("i %s" % x)
    os.system("i %s" % y)  # want: command-injection


class Users(MethodView):
    def get(self, ident):
        os.system("i %s" % ident)


class Things(Resource):
    def get(self, ident, name=None):
        os.system("i %s" % ident)
        os.system("i %s" % name)  # want: command-injection


users = Users.as_view("users")
app.add_url_rule("/e/<int:x>", view_func=ruled)
blue.add_url_rule("/f/<x>", "loose", loose)
app.add_url_rule("/users/<int(min=1):ident>", view_func=users)
api.add_resource(Things, "/things/<int:ident>", "/things/<int:ident>/<name>")


@bottle.get("/a/<x:int>/<y:re:[0-9]+>/<z:re:.+>")
def bottled(x, y, z):
    os.system("i %s %s" % (x, y))
    os.system("i %s" % z)  # want: command-injection


@bottle.get(["/c/<x>", "/c/<x:int>"])
def bottles(x):
    os.system("i %s" % x)  # want: command-injection


@sanic.get("/y/<x:int>/<y:str>")
async def sanic_get(request, x, y):
    os.system("i %s" % x)
    os.system("i %s" % y)  # want: command-injection


async def starred(request):
    os.system("i %s" % request.path_params["x"])
    os.system("i %s" % request.path_params["y"])  # want: command-injection
    os.system("i %s" % request.query_params["x"])  # want: command-injection


ROUTES = [Route("/u/{x:int}/{y}", starred)]


class Found:
    def on_get(self, req, resp, x, y):
        os.system("i %s" % x)
        os.system("i %s" % y)  # want: command-injection


found = Found()
falcon.App().add_route("/x/{x:int}/{y}", found)


class Number(tornado.web.RequestHandler):
    def get(self, n):
        os.system("i %s" % n)


class Name(tornado.web.RequestHandler):
    def get(self, n):
        os.system("i %s" % n)  # want: command-injection


TABLE = tornado.web.Application([(r"/n/(\d+)", Number), (r"/m/(.*)", Name)])


async def matched(request: web.Request):
    os.system("i %s" % request.match_info["x"])
    os.system("i %s" % request.match_info["y"])  # want: command-injection


async def listed(request: web.Request):
    os.system("i %s" % request.match_info["x"])


async def unlisted(request: web.Request):
    os.system("i %s" % request.match_info["x"])  # want: command-injection


def setup(server):
    server.router.add_get(r"/s/{x:\d+}/{y}", matched)
    server.add_routes([web.get(r"/t/{x:[a-z]{1,3}}", listed)])
    server.router.add_route("GET", "/v/{x}", unlisted)


@view_config(route_name="number")
def pyramid_number(request):
    os.system("i %s" % request.matchdict["x"])


@view_config(route_name="text")
def pyramid_text(request):
    os.system("i %s" % request.matchdict["x"])  # want: command-injection


def configure():
    config = Configurator()
    config.add_route("number", r"/n/{x:\d+}")
    config.add_route("text", "/t/{x}")
    config.scan()

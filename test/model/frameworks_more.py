# aiohttp, Tornado, Bottle, Pyramid, Falcon, Sanic, http.server, Celery, Lambda.
import os
from http.server import BaseHTTPRequestHandler

import bottle
import falcon
import sanic
import tornado.web
from aiohttp import web
from celery import Celery, shared_task
from pyramid.httpexceptions import HTTPFound
from pyramid.view import view_config

routes = web.RouteTableDef()
celery = Celery("x")
app = sanic.Sanic("x")


@routes.get("/a")
async def a(request):
    os.system("ls " + request.query["q"])  # want: command-injection
    data = await request.post()
    os.system("ls " + data["q"])  # want: command-injection
    raise web.HTTPFound(request.query["next"])  # want: open-redirect


class Main(tornado.web.RequestHandler):
    def get(self, name):
        q = self.get_argument("q")
        os.system("ls " + q)  # want: command-injection
        open("/data/" + name)  # want: path-traversal
        self.write("<p>" + q + "</p>")  # want: xss
        self.write({"q": q})
        self.redirect(q)  # want: open-redirect

    def post(self):
        eval(self.request.body)  # want: code-injection


@bottle.route("/b/<name>")
def b(name):
    os.system("ls " + name)  # want: command-injection
    os.system("ls " + bottle.request.query.q)  # want: command-injection
    os.system("ls " + bottle.request.forms.get("q"))  # want: command-injection
    bottle.redirect(bottle.request.query.get("next"))  # want: open-redirect


@view_config(route_name="c")
def c(request):
    os.system("ls " + request.params["q"])  # want: command-injection
    return HTTPFound(location=request.GET["next"])  # want: open-redirect


class Resource:
    def on_get(self, req, resp, name):
        os.system("ls " + req.get_param("q"))  # want: command-injection
        os.system("ls " + name)  # want: command-injection
        os.system("ls %d" % req.get_param_as_int("n"))

    def on_post(self, req, resp):
        eval(req.media["q"])  # want: code-injection


def make():
    api = falcon.App()
    api.add_route("/d", Resource())
    return api


@app.get("/e/<name>")
async def e(request, name):
    os.system("ls " + request.args.get("q"))  # want: command-injection
    os.system("ls " + name)  # want: command-injection
    return sanic.response.html("<p>" + name + "</p>")  # want: xss


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        open("/data" + self.path)  # want: path-traversal
        self.wfile.write(b"<p>" + self.path.encode() + b"</p>")  # want: xss

    def do_POST(self):
        body = self.rfile.read(10)
        os.system(body)  # want: command-injection


@celery.task
def f(name):
    os.system("ls " + name)  # want: command-injection


@shared_task(bind=True)
def g(self, name):
    os.system("ls " + name)  # want: command-injection


def lambda_handler(event, context):
    os.system("ls " + event["queryStringParameters"]["q"])  # want: command-injection

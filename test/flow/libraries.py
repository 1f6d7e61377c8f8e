# What frameworks make of what they are handed: pages and plain answers, signed cookies and texts, files, messages.
import os
import io
import bottle
import flask
import tornado.web
from ariadne.asgi import GraphQL
from flask import request
from itsdangerous import URLSafeSerializer
from litestar import MediaType, get
from litestar.response import File, Redirect
from lxml import etree
from pyramid.view import view_config
from quart import Quart, websocket
from rest_framework import viewsets
from tornado.template import Loader, Template
import paho.mqtt.client as mqtt

P = etree.XMLParser(resolve_entities=False)
qapp = Quart("q")
fapp = flask.Flask("f")


@view_config(renderer="json")
def v1(request):
    return "<p>" + request.params["x"]


@view_config(route_name="x", renderer="string")
def v2(request):
    return "<p>" + request.params["x"]


@view_config(route_name="x")
def v3(request):
    return "<p>" + request.params["x"]  # want: xss


@view_config(route_name="y")
def v4(request):
    etree.parse(request.POST["file"].file, P)
    return {}


class H(tornado.web.RequestHandler):
    def get(self):
        self.set_signed_cookie("lang", self.get_argument("x"))
        self.set_secure_cookie("lang", self.get_argument("x"))
        self.set_cookie("lang", self.get_argument("x"))  # want: cookie-injection
        self.write(Template("<p>{{ t }}</p>").generate(t=self.get_argument("x")))

    def post(self):
        self.write(Loader("t").load("a.html").generate(t=self.get_argument("x")))

    def put(self):
        self.write(Template("<p>{% raw t %}</p>").generate(t=self.get_argument("x")))  # want: xss

    def patch(self):
        self.write(Template("<p>{{ t }}</p>", autoescape=None).generate(t=self.get_argument("x")))  # want: xss, autoescape-off


@bottle.get("/b")
def b():
    bottle.response.set_cookie("a", bottle.request.query["a"], secret="k" + os.environ["K"])
    bottle.response.set_cookie("b", bottle.request.query["b"])  # want: cookie-injection
    return {}


@get("/h", media_type=MediaType.HTML)
async def l1(name: str) -> str:
    return f"<p>{name}</p>"  # want: xss


@get("/i")
async def l2(name: str) -> str:
    return f"<p>{name}</p>"


@get("/j")
async def l3(name: str) -> File:
    return File(path="/srv/" + name)  # want: path-traversal


@get("/k")
async def l4(to: str) -> Redirect:
    return Redirect(path=to)  # want: open-redirect


@qapp.websocket("/ws")
async def ws():
    t = await websocket.receive()
    os.system(t)  # want: command-injection
    j = await websocket.receive_json()
    os.system(j["a"])  # want: command-injection
    os.system(websocket.args["z"])  # want: command-injection


@fapp.post("/f")
def f():
    s = URLSafeSerializer(os.environ["K"]).loads(request.args["s"])
    os.system("ls " + s)
    etree.parse(request.stream, P)
    return {}


class Notes(viewsets.ModelViewSet):
    def perform_create(self, serializer):
        os.system("ls " + serializer.validated_data["name"])  # want: command-injection


def on_message(client, userdata, msg):
    os.system(msg.payload.decode())  # want: command-injection


client = mqtt.Client()
client.on_message = on_message


def serve(schema):
    return GraphQL(schema, debug=True)  # want: debug-mode


@view_config(route_name="z")
def v5(request):
    os.system("ls " + request.POST["x"])  # want: command-injection
    os.system("ls " + request.POST["f"].filename)  # want: command-injection
    os.system(b"ls " + request.POST["f"].file.read())  # want: command-injection
    with open("/srv/" + request.POST["f"].filename, "wb") as out:  # want: path-traversal
        out.write(request.POST["f"].file.read())
    return {}

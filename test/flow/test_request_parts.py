"""Of what a framework hands over, some parts hold what anybody sent, others never do."""
import pytest
from test_flow import scan

FLASK = ("from flask import Flask, request\napp = Flask(__name__)",
         '@app.route("/{n}", methods=["POST"])\ndef f{n}():\n    v = {e}')
STARLETTE = ("from fastapi import FastAPI, Request, UploadFile, WebSocket\napp = FastAPI()",
             '@app.post("/{n}")\nasync def f{n}(request: Request, up: UploadFile):\n    v = {e}')
FALCON = ("import falcon.asgi", "class R{n}:\n  async def on_post(self, req, resp):\n    v = {e}")
SOCKET = ("import socket", 's = socket.socket()\n\n\ndef f{n}():\n    data, who = s.recvfrom(9)\n    v = {e}')
KAFKA = ("from kafka import KafkaConsumer", 'def f{n}():\n    for m in KafkaConsumer("t"):\n        pass\n    v = {e}')
BOTS = ("import discord\nfrom discord.ext import commands\nbot = commands.Bot()",
        "@bot.event\nasync def on_message(message):\n    v = {e}")
# what begins the file, a handler, what is outside data, what is not
PARTS = {
    "flask": (*FLASK,
              ["request.accept_languages.best", 'request.environ["HTTP_X"]', 'request.environ.get("QUERY_STRING")'],
              ["request.date", "request.if_modified_since", "request.method", 'request.environ["SERVER_PORT"]',
               'request.accept_languages.best_match(["de", "en"])',
               'request.accept_mimetypes.best_match(["text/html", "text/plain"])']),
    "django": ("from django.http import HttpResponse", "def f{n}(request):\n    v = {e}",
               ['request.META["HTTP_X"]', 'request.META.get("PATH_INFO")', 'request.resolver_match.kwargs["a"]',
                'request.FILES["f"].name', 'request.META.get("CONTENT_TYPE", "")'],
               ["request.user.id", "request.user.pk", "request.user.is_authenticated", 'request.META["REMOTE_ADDR"]',
                'request.META.get("REQUEST_METHOD")', "request.resolver_match.url_name", 'request.FILES["f"].size']),
    "starlette": (*STARLETTE, ["request.url.path", "request.url.query", "up.filename", 'request.headers["a"]'],
                  ["request.method", "request.client.host", "request.client.port", "request.url.scheme",
                   "request.url.port", "up.size"]),
    "aiohttp": ("from aiohttp import web\nroutes = web.RouteTableDef()",
                '@routes.post("/{n}/x")\nasync def f{n}(request):\n    v = {e}',
                ["request.path_qs", "request.content_type", "request.host"],
                ["request.method", "request.scheme", "request.content_length", "request.can_read_body",
                 "request.version", "request.remote"]),
    "tornado": ("import tornado.web", "class H{n}(tornado.web.RequestHandler):\n  def get(self):\n    v = {e}",
                ["self.request.uri", "self.request.host"],
                ["self.request.method", "self.request.remote_ip", "self.request.protocol"]),
    "bottle": ("from bottle import post, request", '@post("/{n}")\ndef f{n}():\n    v = {e}',
               ['request.get_cookie("c")', 'request.query.get("q")', 'request.query.get("q", type=str)',
                'request.files.get("f").raw_filename', "request.remote_addr"],
               ['request.get_cookie("c", secret="k")', 'request.query.get("q", type=int)', "request.method",
                'request.files.get("f").filename', "request.content_length", "request.is_xhr"]),
    "pyramid": ("from pyramid.view import view_config",
                '@view_config(route_name="r{n}")\ndef f{n}(request):\n    v = {e}',
                ["request.path_info", 'request.params["a"]'],
                ["request.method", "request.remote_addr", "request.matched_route.name", "request.content_length"]),
    "falcon": (*FALCON,
               ['(await req.get_media())["a"]', '(await req.media)["a"]', "[p async for p in await req.get_media()][0].filename"],
               ["req.method", "req.content_length", "req.scheme",
                "[p async for p in await req.get_media()][0].secure_filename"]),
    "falcon websocket": ("import falcon", "class R{n}:\n  async def on_websocket(self, req, ws):\n    v = {e}",
                         ["await ws.receive_text()", 'req.get_param("a")'], ["req.scheme"]),
    "sanic": ('from sanic import Sanic\napp = Sanic("a")', '@app.post("/{n}")\nasync def f{n}(request):\n    v = {e}',
              ["request.token", "request.host"],
              ["request.method", "request.ip", "request.port", "request.scheme", "request.app.name"]),
    "cherrypy": ("import cherrypy", "class F{n}:\n  @cherrypy.expose\n  def x(self):\n    v = {e}",
                 ["cherrypy.request.request_line", "cherrypy.request.query_string"],
                 ["cherrypy.request.method", "cherrypy.request.remote.ip"]),
    "twisted": ("from twisted.web import resource",
                "class R{n}(resource.Resource):\n  def getChild(self, name, request):\n    v = {e}",
                ["name", "request.uri"], ["request.method"]),
    "twisted datagrams": ("from twisted.internet import protocol",
                          "class P{n}(protocol.DatagramProtocol):\n  def datagramReceived(self, data, addr):\n    v = {e}",
                          ["data"], ["len(data)"]),
    "http.server": ("from http.server import BaseHTTPRequestHandler",
                    "class H{n}(BaseHTTPRequestHandler):\n  def do_GET(self):\n    v = {e}",
                    ["self.requestline", "self.path"],
                    ["self.command", "self.request_version", "self.client_address[0]"]),
    "wsgi": ("from wsgiref.simple_server import make_server",
             'def f{n}(environ, start_response):\n    v = {e}\n    make_server("", 1, f{n})',
             ['environ["PATH_INFO"]', 'environ.get("HTTP_X", "")'],
             ['environ["SERVER_PORT"]', 'environ["REMOTE_ADDR"]', 'environ.get("wsgi.url_scheme")']),
    "grpc": ("import a_pb2_grpc", "class S{n}(a_pb2_grpc.ToolServicer):\n  def Run(self, request, context):\n    v = {e}",
             ["request.name", 'dict(context.invocation_metadata())["a"]'], ["context.peer()"]),
    "socket": (*SOCKET, ["data.decode()"], ["who[0]", "who[1]", "s.recvfrom(9)[1][0]"]),
    "socket accepted": ("import socket", 's = socket.socket()\n\n\ndef f{n}():\n    con, peer = s.accept()\n    v = {e}',
                        ["con.recv(9).decode()"], ["peer[0]", "peer[1]"]),
    "robyn": ('from robyn import Request, Robyn\napp = Robyn("a")',
              '@app.post("/{n}")\nasync def f{n}(request: Request):\n    v = {e}',
              ['request.headers.get("x")', "request.body"], ["request.method", "request.ip_addr"]),
    "blacksheep": ("from blacksheep import Application, Request\napp = Application()",
                   '@app.router.post("/{n}")\nasync def f{n}(request: Request):\n    v = {e}',
                   ["await request.text()"], ["request.method", "request.client_ip", "request.scheme"]),
    "kafka": (*KAFKA, ["m.value.decode()", "m.key"], ["m.offset", "m.partition", "m.topic"]),
    "answers": ("import requests, httpx", 'def f{n}():\n    r = requests.get("https://example.org")\n    v = {e}',
                ["r.text", 'r.headers["a"]'], ["r.status_code", "httpx.get('https://example.org').status_code"]),
    "discord": (*BOTS, ["message.content", "message.author.name"], ["message.author.id", "message.guild.id"]),
    "prompts": ("import click", "def f{n}():\n    v = {e}", ['click.prompt("a")', 'click.edit("a")'],
                ['click.prompt("a", type=int)', 'click.confirm("a")']),
}


@pytest.mark.parametrize("where", PARTS)
def test_parts(where, tmp_path):
    begin, handler, outside, others = PARTS[where]
    lines, sinks = ["import os", *begin.split("\n")], {}
    for n, e in enumerate(outside + others):
        lines += ["", "", *handler.replace("{n}", str(n)).replace("{e}", e).split("\n")]
        at = len(lines) if lines[-1].startswith("    v = ") else len(lines) - 1
        lines.insert(at, '    os.system(f"ls {v}")')
        sinks[at + 1] = e
    (tmp_path / "app.py").write_text("\n".join(lines) + "\n")
    found = {f["line"] for f in scan(tmp_path) if f["rule"] == "command-injection"}
    assert [e for line, e in sinks.items() if line in found] == outside

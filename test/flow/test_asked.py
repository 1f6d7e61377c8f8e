"""What is asked of a request is outside data, whatever the framework and however the dictionary is read."""
import itertools

import pytest
from test_flow import scan

# by framework: what a file begins with, a handler, and what of the request is a dictionary
FRAMEWORKS = {
    "flask": ("from flask import Flask, request\napp = Flask(__name__)",
              '@app.route("/{n}", methods=["POST"])\ndef f{n}():',
              ["request.json", "request.get_json()", "request.get_json(force=True)", "request.args", "request.form",
               "request.values", "request.cookies", "request.headers", "request.view_args",
               "request.args.to_dict()"]),
    "quart": ("from quart import Quart, request\napp = Quart(__name__)",
              '@app.route("/{n}", methods=["POST"])\nasync def f{n}():',
              ["request.args", "(await request.get_json())", "(await request.form)", "request.headers"]),
    "django": ("import json\nfrom django.urls import path", "def f{n}(request):",
               ["request.GET", "request.POST", "request.COOKIES", "request.headers", "request.META",
                "json.loads(request.body)", 'json.loads(request.body.decode("utf-8"))', "request.GET.dict()"]),
    "rest_framework": ("from rest_framework.views import APIView", "class F{n}(APIView):\n    def post(self, request):",
                       ["request.data", "request.query_params", "self.request.data"]),
    "fastapi": ("import json\nfrom typing import Any\nfrom fastapi import Body, FastAPI, Request\napp = FastAPI()",
                '@app.post("/{n}")\nasync def f{n}(request: Request, body: dict, raw: dict = Body(...), some: Any = Body(None)):',
                ["(await request.json())", "request.query_params", "request.headers", "request.cookies", "body", "raw",
                 "some", "(await request.form())", "json.loads(await request.body())", "request.path_params"]),
    "starlette": ("from starlette.applications import Starlette\nfrom starlette.routing import Route",
                  "async def f{n}(request):",
                  ["(await request.json())", "request.query_params", "(await request.form())", "request.path_params"]),
    "aiohttp": ("from aiohttp import web\nroutes = web.RouteTableDef()", '@routes.post("/{n}")\nasync def f{n}(request):',
                ["(await request.json())", "request.query", "(await request.post())", "request.match_info",
                 "request.headers"]),
    "tornado": ("import json\nimport tornado.escape\nimport tornado.web",
                "class F{n}(tornado.web.RequestHandler):\n    def post(self):",
                ["json.loads(self.request.body)", "tornado.escape.json_decode(self.request.body)",
                 "self.request.headers"]),
    "bottle": ("from bottle import post, request", '@post("/{n}")\ndef f{n}():',
               ["request.json", "request.query", "request.forms", "request.params", "request.headers"]),
    "sanic": ('from sanic import Sanic\napp = Sanic("a")', '@app.post("/{n}")\nasync def f{n}(request):',
              ["request.json", "request.args", "request.form", "request.headers"]),
    "pyramid": ("from pyramid.view import view_config", '@view_config(route_name="r{n}")\ndef f{n}(request):',
                ["request.params", "request.json_body", "request.POST", "request.matchdict", "request.headers"]),
    "azure": ("import azure.functions as func\napp = func.FunctionApp()",
              '@app.route(route="r{n}")\ndef f{n}(req: func.HttpRequest):',
              ["req.get_json()", "req.params", "req.headers", "req.route_params"]),
    "cherrypy": ("import cherrypy", "class F{n}:\n    @cherrypy.expose\n    def x(self):",
                 ["cherrypy.request.json", "cherrypy.request.params", "cherrypy.request.headers"]),
}
# how a program that declares its routes apart names its handlers
TABLES = {
    "django": ("urlpatterns = [{}]", 'path("{n}", f{n})'),
    "starlette": ("app = Starlette(routes=[{}])", 'Route("/{n}", f{n})'),
    "tornado": ("app = tornado.web.Application([{}])", '("/{n}", F{n})'),
}
READ = [
    'v = X["a"]', 'v = X.get("a")', 'v = X.get("a", "d")', 'v = X.get("a") or "d"', 'v = (X or {}).get("a")',
    'v = dict(X)["a"]', 'v = {**X}["a"]', 'v, w = X["a"], X["b"]', 'v = X.get("a", "").strip().lower()',
    'v = str(X.get("a"))', """v = f"{X['a']}\"""", 'v = "%s" % X["a"]', 'v = "{}".format(X.get("a"))',
    'v = "d"\nif "a" in X:\n    v = X["a"]', 'try:\n    v = X["a"]\nexcept KeyError:\n    v = ""',
    'v = ""\nfor k, x in X.items():\n    v += x', 'v = " ".join(X.values())',
    'v = " ".join(f"{k}={x}" for k, x in X.items())', 'd = X\nv = d["a"]',
    'd = X\nv = d.get("a")\nif not v:\n    v = "d"', 'd = X or {}\nv = d["a"]', "v = list(X.values())[0]",
    'd = X\nif not d or "a" not in d:\n    raise ValueError("no")\nv = d["a"]', 'v = X["a"][0]',
    'v = X.get("a", {}).get("b")', 'd = {k: x for k, x in X.items()}\nv = d["a"]',
    'o = {"n": X.get("a"), "m": 1}\nv = o["n"]', 'if (v := X.get("a")) is None:\n    v = "d"',
    'v = X.get("a") if X.get("a") else "d"', 'key = "a"\nv = X[key]',
]


def program(framework):
    """The text of a program with a handler for each pair, and the line of each handler's sink with its pair."""
    begin, handler, sources = FRAMEWORKS[framework]
    lines, sinks = ["import os", *begin.split("\n")], {}
    for n, (source, read) in enumerate(itertools.product(sources, READ)):
        head = handler.replace("{n}", str(n)).split("\n")
        within = " " * (8 if head[-1].startswith("    ") else 4)
        lines += ["", "", *head, *(within + line for line in read.replace("X", source).split("\n"))]
        lines.append(within + 'os.system("ls " + v)')
        sinks[len(lines)] = (source, read)
    if framework in TABLES:
        table, row = TABLES[framework]
        lines.append(table.format(", ".join(row.replace("{n}", str(n)) for n in range(len(sinks)))))
    return "\n".join(lines) + "\n", sinks


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_asked(framework, tmp_path):
    text, sinks = program(framework)
    (tmp_path / "app.py").write_text(text)
    found = {f["line"] for f in scan(tmp_path) if f["rule"] == "command-injection"}
    missed = [pair for line, pair in sinks.items() if line not in found]
    assert not missed

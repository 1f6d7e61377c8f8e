# The type of an answer, said on the answer by another line than the one that fills it.
import json
from http.server import BaseHTTPRequestHandler

import bottle
import cherrypy
import tornado.web
from bottle import response
from django.http import HttpResponse
from flask import Flask, make_response, request
from pyramid.view import view_config

app = Flask(__name__)
shop = bottle.Bottle()


class T(tornado.web.RequestHandler):
    def get(self):
        self.set_header("Content-Type", "text/plain")
        self.write(self.get_argument("p"))

    def post(self):
        self.set_header("content-type", "text/html; charset=utf-8")
        self.write(self.get_argument("p"))  # want: xss

    def put(self):
        self.set_header("X-Content-Type-Options", "nosniff")
        self.write(self.get_argument("p"))  # want: xss

    def patch(self):
        p = self.get_argument("p")
        if p.startswith("{"):
            self.set_header("Content-Type", "application/json")
            self.write(p)
        else:
            self.write(p)  # want: xss

    def delete(self):
        p = self.get_argument("p")
        if p.startswith("{"):
            self.set_header("Content-Type", "application/json")
            self.write(p)
            return
        self.write(p)  # want: xss

    def head(self):
        self.set_header("Content-Type", self.get_argument("t"))  # want: header-injection
        self.write(self.get_argument("p"))  # want: xss


class U(tornado.web.RequestHandler):
    def get(self):
        p = self.get_argument("p")
        self.set_header("Content-Type", "application/json")
        try:
            json.loads(p)
        except ValueError:
            self.set_header("Content-Type", "text/html")
            self.write("<p>" + p)  # want: xss
            return
        self.write(p)

    def post(self):
        self.set_header("Content-Type", "text/plain")
        if self.get_argument("rich"):
            self.set_header("Content-Type", "text/html")
        self.write(self.get_argument("p"))  # want: xss

    def put(self):
        self._plain()
        self.finish(self.get_argument("p"))

    def patch(self):
        self._as("text/csv")
        self.finish(self.get_argument("p"))

    def delete(self):
        self._as()
        self.finish(self.get_argument("p"))  # want: xss

    def _plain(self):
        self.set_header("Content-Type", "text/plain")

    def _as(self, kind="text/html"):
        self.set_header("Content-Type", kind)


class V(T):
    async def prepare(self):
        self.set_header("Content-Type", "application/json")

    async def get(self):
        self.write(self.get_argument("p"))


class H(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps({"p": self.path}).encode())

    def do_POST(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(json.dumps({"p": self.path}).encode())  # want: xss

    def do_PUT(self):
        self._headers(201)
        self.wfile.write(self.path.encode())

    def do_DELETE(self):
        match self.headers["Accept"]:
            case "text/plain":
                self.send_header("Content-Type", "text/plain")
                self.end_headers()
                self.wfile.write(self.path.encode())
            case _:
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(self.path.encode())  # want: xss

    def _headers(self, code):
        self.send_response(code)
        self.send_header("Content-type", "text/plain; charset=utf-8")
        self.end_headers()


@shop.route("/1")
def b1():
    response.content_type = "application/json"
    return json.dumps({"a": bottle.request.query.p})


@shop.route("/2")
def b2():
    response.set_header("Content-Type", "text/html")
    return "<p>" + bottle.request.query.p  # want: xss


@shop.route("/3")
def b3():
    bottle.response.headers["Content-Type"] = "text/csv"
    return "a" + bottle.request.query.p


@shop.route("/4")
def b4():
    if bottle.request.query.raw:
        response.content_type = "text/plain"
        return bottle.request.query.p
    return "<p>" + bottle.request.query.p  # want: xss


class C:
    @cherrypy.expose
    def a(self, p):
        cherrypy.response.headers["Content-Type"] = "text/plain"
        return "hi " + p

    @cherrypy.expose
    @cherrypy.tools.response_headers(headers=[("Content-Type", "text/plain")])
    def b(self, p):
        return "hi " + p

    @cherrypy.expose
    @cherrypy.tools.response_headers(headers=[("X-Frame-Options", "DENY")])
    def c(self, p):
        return "hi " + p  # want: xss


@view_config(route_name="1")
def p1(request):
    request.response.content_type = "text/plain"
    request.response.text = "hi " + request.params["p"]
    return request.response


@view_config(route_name="2")
def p2(request):
    request.response.content_type = "text/html"
    request.response.text = "hi " + request.params["p"]  # want: xss
    return request.response


@app.get("/1")
def f1():
    resp = make_response(request.args["p"], 200)
    resp.headers.set("Content-Type", "text/plain")
    return resp


@app.get("/2")
def f2():
    resp = make_response(request.args["p"], 200)  # want: xss
    if request.args["plain"]:
        resp.headers["Content-Type"] = "text/plain"
    return resp


def d1(request):
    r = HttpResponse(content_type="text/csv")
    r.write("a," + request.GET["p"])
    return r


def d2(request):
    r = HttpResponse(content_type="text/html")
    r.write("a," + request.GET["p"])  # want: xss
    return r


def d3(request):
    r = HttpResponse()
    r["Content-Type"] = "text/plain"
    r.write("a," + request.GET["p"])
    return r


def d4(request):
    other, r = HttpResponse(), HttpResponse()
    other["Content-Type"] = "text/plain"
    r.write("a," + request.GET["p"])  # want: xss
    return r


@app.get("/3")
def f3():
    r = make_response(request.args["p"])
    r.headers.update({"X-A": "b", "Content-Type": "text/plain"})
    return r


@app.get("/4")
def f4():
    r = make_response(request.args["p"])  # want: xss
    r.headers.update({"X-A": "text/plain"})
    return r


@app.get("/5")
def f5():
    r = app.response_class(request.args["p"])
    r.content_type = "application/json"
    return r


@app.get("/6")
def f6():
    r = app.response_class(request.args["p"])  # want: xss
    r.content_type = "text/html"
    return r


def d5(request):
    r = HttpResponse(request.GET["p"])
    try:
        r["Content-Type"] = "text/plain"
    finally:
        print("done")
    return r


def d6(request):
    r = HttpResponse(request.GET["p"])  # want: xss
    try:
        print(request.GET["x"])
        r["Content-Type"] = "text/plain"
    except KeyError:
        pass
    return r

# A base's method is called of each class that fills in what it asks for.
import os
import sqlite3
import socketserver

from django.http import HttpResponse
from django.views import View
from flask import Flask, request
from flask.views import MethodView
from tornado.web import RequestHandler

app = Flask(__name__)


class Runs(RequestHandler):
    def get(self):
        os.system(self.command())           # want: command-injection

    def command(self):
        return "true"


class Lists(Runs):
    def command(self):
        return "ls"


class Asked(Runs):
    def command(self):
        return "ls " + self.get_argument("q")


class RunsKnown(RequestHandler):
    def get(self):
        os.system(self.command())

    def command(self):
        return "true"


class AskedKnown(RunsKnown):
    def command(self):
        return "ls " + {"a": "/a"}.get(self.get_argument("q"), "/")


class Hands(RequestHandler):
    def post(self):
        self.act(self.get_argument("q"))

    def act(self, q):
        pass


class Acts(Hands):
    def act(self, q):
        os.system("ls " + q)                # want: command-injection


class Prints(Hands):
    def act(self, q):
        print(len(q))


# through a second method of the base, which the class says itself by a property
class Far(MethodView):
    def get(self):
        return self.found()

    def found(self):
        rows = sqlite3.connect("x").execute("select * from t where " + self.where)      # want: sql-injection
        return str(len(rows.fetchall()))

    @property
    def where(self):
        raise NotImplementedError


class Between(Far):
    pass


class Near(Between):
    @property
    def where(self):
        return "room = " + request.args["room"]


app.add_url_rule("/near", view_func=Near.as_view("near"))


class Answers(View):
    program = "true"

    def post(self, request):
        return HttpResponse(os.popen(self.line(request)).read(), content_type="text/plain")     # want: command-injection

    def line(self, request):
        return self.program


class Given(Answers):
    def line(self, request):
        return self.program + " " + request.POST["q"]


class Served(socketserver.BaseRequestHandler):
    def handle(self):
        os.system(self.line())              # want: command-injection


class ServedLine(Served):
    def line(self):
        return "ls " + self.request.recv(10).decode()

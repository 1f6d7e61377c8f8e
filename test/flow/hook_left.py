# A hook that runs before the handler: what it leaves on the handler is what its checks let through.
import os
import re

import tornado.web
from django.http import Http404, HttpResponseRedirect
from django.views import View


class Asked(tornado.web.RequestHandler):
    def prepare(self):
        self.unit = self.get_argument("unit")
        if not re.fullmatch(r"\w+", self.unit):
            raise tornado.web.HTTPError(400)

    def post(self):
        os.system("systemctl reload " + self.unit)


class AskedByABase(tornado.web.RequestHandler):
    def prepare(self):
        self.unit = self.get_argument("unit")
        self.note = self.get_argument("note")
        if not re.fullmatch(r"\w+", self.unit):
            raise tornado.web.HTTPError(400)


class OfTheBase(AskedByABase):
    def post(self):
        os.system("systemctl reload " + self.unit)
        os.system("wall " + self.note)  # want: command-injection


class Loosely(tornado.web.RequestHandler):
    def prepare(self):
        self.unit = self.get_argument("unit")
        if not re.match(r"\w+", self.unit):
            raise tornado.web.HTTPError(400)

    def post(self):
        os.system("systemctl reload " + self.unit)  # want: command-injection


class Replaced(tornado.web.RequestHandler):
    def prepare(self):
        self.unit = self.get_argument("unit")
        if not re.fullmatch(r"\w+", self.unit):
            raise tornado.web.HTTPError(400)
        self.unit = self.get_argument("other")

    def post(self):
        os.system("systemctl reload " + self.unit)  # want: command-injection


class Dispatched(View):
    def dispatch(self, request, *args, **kwargs):
        self.name = request.GET["name"]
        if not re.fullmatch(r"\w+", self.name):
            return HttpResponseRedirect("/")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        os.system("ls " + self.name)


class SetUp(View):
    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.name = request.GET["name"]
        self.kind = request.GET["kind"]
        if self.kind not in ("text", "image"):
            raise Http404

    def get(self, request):
        os.system("ls " + self.kind)
        os.system("ls " + self.name)  # want: command-injection


def signs_apart(handler):
    name = handler.get_argument("name")
    if not name.replace("_", "a").isalnum():
        raise tornado.web.HTTPError(400)
    os.system("ls " + name)


class Signs(tornado.web.RequestHandler):
    def get(self):
        signs_apart(self)
        name = self.get_argument("other")
        if not name.replace(";", "a").isalnum():
            raise tornado.web.HTTPError(400)
        os.system("ls " + name)  # want: command-injection

# A field that is None or empty, and a method that does nothing, in a class whose own methods ask for them: a subclass says what
# they are. What only the class itself decides stays decided.
import abc
import os
import subprocess

from flask import request
from flask.views import MethodView


class Listing(MethodView):
    program = None
    filters: list = None
    shell = False

    def get(self):
        if self.program:
            subprocess.run(self.program + request.args["a"], shell=True)  # want: command-injection
        if self.filters is not None:
            os.system("ls " + request.args["b"])  # want: command-injection
        if self.shell:
            os.system("ls " + request.args["c"])
        return ""


class Users(abc.ABC):
    def find(self, name):
        """Who is called so."""

    def kept(self, name):
        return None

    def closed(self):
        return False

    @abc.abstractmethod
    def told(self, name): ...

    def empty(self):
        self.seen = True
        return None

    def check(self, name):
        user = self.find(name)
        if not user:
            return
        os.system("id " + name)  # want: command-injection

    def keep(self, name):
        if self.kept(name) is None:
            return
        os.system("id " + name)  # want: command-injection

    def close(self, name):
        if self.closed():
            os.system("id " + name)  # want: command-injection

    def tell(self, name):
        if self.told(name):
            os.system("id " + name)  # want: command-injection

    def other(self, name):
        if self.empty():
            os.system("id " + name)



class Made:
    program = None

    def __init__(self):
        self.program = None

    def run(self, name):
        if self.program:
            os.system("ls " + name)


class Empty(MethodView):
    filters = []
    rules = {}
    order = ""
    programs = {}
    kept = ["a"]

    def names(self):
        return []

    def post(self):
        for each in self.filters:
            os.system("ls " + request.args["a"])  # want: command-injection
        for each in self.rules.items():
            os.system("ls " + request.args["b"])  # want: command-injection
        if self.order:
            os.system("ls " + request.args["c"])  # want: command-injection
        for each in self.names():
            os.system("ls " + request.args["d"])  # want: command-injection
        if not self.kept:
            os.system("ls " + request.args["e"])
        return ""

    def put(self):
        os.system(self.programs.get(request.args["f"], "ls"))
        os.system(self.programs[request.args["g"]])
        for each in self.programs:
            os.system("ls " + request.args["h"])  # want: command-injection
        return ""

# A member counts wherever an object of its class gets to: the library is imported elsewhere.
from flask import request

from . import given
from .given import Asked, Form, asked, title


def agent():
    return open(asked().user_agent.string)  # want: path-traversal


def client(form: Form):
    return open(form.client_id)  # want: path-traversal


def dump():
    given.table().to_json(request.args["to"])  # want: path-traversal


def search():
    return given.Search.from_dict(request.json)  # want: nosql-injection


class Page(Asked):
    def kind(self):
        return open(self.asked.content_type)  # want: path-traversal


class Plain:
    user_agent = content_type = "text/plain"

    def to_json(self, path):
        return path

    def client_id(self):
        return title()


def own():
    return open(Plain.user_agent), open(Plain().client_id()), Plain().to_json(request.args["to"])

# Pyramid hands a view of one parameter the request, one of two its context and then the request.
import os

from pyramid.config import Configurator
from pyramid.view import view_config


@view_config(route_name="a")
def one(request):
    os.system("tool " + request.method)
    os.system("tool " + request.params["a"])  # want: command-injection
    return {}


@view_config(route_name="b")
def two(context, request):
    os.system("tool " + request.method)
    os.system("tool " + request.params["a"])  # want: command-injection
    return {}


def added(context, request):
    os.system("tool " + request.json_body["a"])  # want: command-injection
    return {}


def main():
    config = Configurator()
    config.add_view(added, route_name="c")

import os

from bottle import request


def named_by_the_client():
    session = request.environ.get("beaker.session")
    session[request.forms.get("name")] = "yes"  # want: session-tampering


def by_index():
    session = request.environ["beaker.session"]
    session[request.forms.get("name")] = "yes"  # want: session-tampering


def own_name():
    session = request.environ["beaker.session"]
    session["seen"] = "yes"  # fine: session-tampering
    os.system("ls " + session["folder"])

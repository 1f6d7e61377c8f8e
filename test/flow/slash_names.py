# What lies after the last slash is a name; os.sep is a slash.
import os
import os.path as osp
from os import sep
from flask import abort, request


def reads(name):
    return open("/srv/notes/" + name).read()  # want: path-traversal


def open_to_all():
    return reads(request.args["name"])


def held_against_sep():
    name = request.args["name"]
    if os.sep in name or sep in name or osp.sep in name:
        abort(400)
    with open("/srv/a/" + name) as file:
        return file.read()


def held_against_here():
    name = request.args["name"]
    if name == os.curdir:
        abort(400)
    return open("/srv/b/" + name).read()  # want: path-traversal


def begins_with_sep():
    return open("/srv/c" + os.sep + request.args["name"]).read()  # want: path-traversal


def last_piece():
    parts = request.args["name"].split("/")
    return open("/srv/d/" + parts[-1]).read()


def last_piece_from_the_end():
    return open("/srv/e/" + request.args["name"].rsplit(os.sep, 1)[-1]).read()


def last_of_three():
    return open("/srv/f/" + request.args["name"].rpartition("/")[2]).read()


def after_the_first_slash():
    return open("/srv/g/" + request.args["name"].split("/", 1)[-1]).read()  # want: path-traversal


def after_the_first_of_three():
    return open("/srv/h/" + request.args["name"].partition("/")[2]).read()  # want: path-traversal


def after_another_sign():
    return open("/srv/i/" + request.args["name"].split("?")[-1]).read()  # want: path-traversal


def all_pieces():
    return open(os.path.join("/srv/j", *request.args["name"].split("/"))).read()  # want: path-traversal

# What is left of a set that loses all that is allowed, and what is no part of it.
import os

from flask import abort, request

ALLOWED = {"nginx", "redis", "postgres"}


def left_over():
    names = set(request.args.getlist("name"))
    if names - ALLOWED:
        abort(400)
    for name in names:
        os.system("service " + name + " status")


def left_over_named():
    names = set(request.args.getlist("name"))
    unknown = names - ALLOWED
    if unknown:
        abort(400)
    os.system("service " + " ".join(names))


def difference():
    names = request.args.getlist("name")
    if set(names).difference(ALLOWED):
        abort(400)
    os.system("service " + " ".join(names))


def difference_of_a_name():
    names = set(request.args.getlist("name"))
    if len(names.difference(ALLOWED)) > 0:
        abort(400)
    os.system("service " + " ".join(names))


def part():
    names = set(request.args.getlist("name"))
    if not names <= ALLOWED:
        abort(400)
    os.system("service " + " ".join(names))


def whole():
    names = set(request.args.getlist("name"))
    if not ALLOWED >= names:
        abort(400)
    os.system("service " + " ".join(names))


def given(names: list):
    picked = set(names)
    if picked - ALLOWED:
        raise ValueError(names)
    return picked


def checked_elsewhere():
    os.system("service " + " ".join(given(request.args.getlist("name"))))


def shared():
    names = set(request.args.getlist("name"))
    if not names & ALLOWED:
        abort(400)
    os.system("service " + " ".join(names))  # want: command-injection


def more():
    names = set(request.args.getlist("name"))
    if not names >= ALLOWED:
        abort(400)
    os.system("service " + " ".join(names))  # want: command-injection


def the_wrong_way():
    names = set(request.args.getlist("name"))
    if ALLOWED - names:
        abort(400)
    os.system("service " + " ".join(names))  # want: command-injection


def kept_what_is_left():
    names = set(request.args.getlist("name"))
    if not names - ALLOWED:
        abort(400)
    os.system("service " + " ".join(names))  # want: command-injection


def from_outside_too():
    names = set(request.args.getlist("name"))
    if names - set(request.args.getlist("allowed")):
        abort(400)
    os.system("service " + " ".join(names))  # want: command-injection


def numbers():
    first = request.args["first"]
    if len(first) - len(ALLOWED):
        abort(400)
    os.system("service " + first)  # want: command-injection

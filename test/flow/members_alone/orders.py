# A class of another file, its members made one by one: what its decorator writes on it, what decorators
# make of its functions, and a member whose decorator asks for the class while it is being made.
import functools

from flask import request


def labelled(cls):
    cls.table = "orders"
    cls.asked = lambda self: request.args["table"]
    cls.__module__ = "shop"
    return cls


def looks_back(f):
    return f if Order.column and Order.own else None


@labelled
class Order:
    column = "name"

    @property
    def given(self):
        return request.args["q"]

    @functools.cached_property
    def later(self):
        return request.args["q"]

    @looks_back
    def own(self):
        return request.args["q"]

    @staticmethod
    def fixed():
        return "name"

    @classmethod
    def named(cls):
        return cls.column


# This one is walked whole: a name that is bound twice. What the decorator wrote stays.
@labelled
class Basket:
    column = "name"
    column = column + "s"

    @property
    def given(self):
        return request.args["q"]

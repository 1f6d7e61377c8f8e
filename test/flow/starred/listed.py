from flask import request

__all__ = ["given"]


def given():
    return request.args["q"]


def kept():
    return request.args["q"]

# What other modules hand on by star imports: names of this one, but for those that begin with a line or are not in
# `__all__`; a name that is only declared is nobody's.
from flask import request

TABLE = "orders"
declared: str


def asked():
    return request.args["q"]


def _inner():
    return request.args["q"]

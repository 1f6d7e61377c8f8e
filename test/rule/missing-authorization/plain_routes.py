# A helper that asks, beside routes of plain decorators.
from bottle import abort, delete, get, request
from .people import is_operator
from .store import jobs


def require_operator_role():
    if not is_operator(request.get_cookie("sid")):
        abort(403)


@get("/pumps")
def pumps():
    require_operator_role()
    return {}


@delete("/pumps/<name>")
def remove(name):  # want: missing-authorization
    jobs.remove(name)


@delete("/valves/<name>")
def remove_valve(name):  # fine: missing-authorization
    require_operator_role()
    jobs.remove(name)

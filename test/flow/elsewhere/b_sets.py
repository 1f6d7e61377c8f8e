import state
from flask import Blueprint, request
from state import current, keep
from state import numbers as counts

sets = Blueprint("sets", __name__)


@sets.get("/s")
def s():
    current["h"] = request.args["h"]
    counts["n"] = int(request.args["n"])
    keep(request.args["k"])
    state.host = request.args["host"]
    return ""

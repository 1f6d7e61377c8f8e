from flask import Blueprint
from flask_login import login_required

timed = Blueprint("timed", __name__)


@timed.post("/timed/<int:item>")  # want: missing-authentication
def add(item):
    return str(item)


@timed.route("/timed/<int:item>", methods=["DELETE"])
@login_required
def remove(item):
    return str(item)

from flask import Blueprint
from flask_login import login_required

called = Blueprint("called", __name__)


@called.post("/called/<int:item>")
def add(item):
    return str(item)


@called.route("/called/<int:item>", methods=["DELETE"])
@login_required
def remove(item):
    return str(item)

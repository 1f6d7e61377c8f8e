from flask import Blueprint
from flask_login import login_required

child = Blueprint("child", __name__)


@child.post("/child/<int:item>")
def add(item):
    return str(item)


@child.route("/child/<int:item>", methods=["DELETE"])
@login_required
def remove(item):
    return str(item)

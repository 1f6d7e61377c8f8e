from flask import Blueprint
from flask_login import login_required

hooked = Blueprint("hooked", __name__)


@hooked.post("/hooked/<int:item>")
def add(item):
    return str(item)


@hooked.route("/hooked/<int:item>", methods=["DELETE"])
@login_required
def remove(item):
    return str(item)

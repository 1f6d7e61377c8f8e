from flask import Blueprint
from flask_login import login_required

made_in = Blueprint("made_in", __name__)


@made_in.post("/made_in/<int:item>")
def add(item):
    return str(item)


@made_in.route("/made_in/<int:item>", methods=["DELETE"])
@login_required
def remove(item):
    return str(item)

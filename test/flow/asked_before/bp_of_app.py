from flask import Blueprint
from flask_login import login_required

of_app = Blueprint("of_app", __name__)


@of_app.post("/of_app/<int:item>")
def add(item):
    return str(item)


@of_app.route("/of_app/<int:item>", methods=["DELETE"])
@login_required
def remove(item):
    return str(item)

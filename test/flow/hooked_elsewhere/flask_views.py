import os

from flask import Blueprint, g

bp = Blueprint("x", __name__, url_prefix="/<place>/<lang>")


@bp.get("/a")
def left():
    os.system("echo " + g.flask_place)  # want: command-injection
    return ""


@bp.get("/b")
def checked():
    os.system("echo " + g.flask_lang)
    return ""

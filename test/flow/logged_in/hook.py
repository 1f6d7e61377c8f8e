from flask import Blueprint, abort, redirect, request, session

from store import Note

bp = Blueprint("notes", __name__)


@bp.before_request
def logged_in():
    if "uid" not in session and request.endpoint != "login":
        return redirect("/login")


@bp.get("/1/<int:nid>")
def show(nid):
    return Note.query.get_or_404(nid).text  # want: insecure-direct-object


@bp.get("/2/<int:nid>")
def mine(nid):
    return Note.query.filter_by(id=nid, user_id=session["uid"]).first_or_404().text


def helper(nid):
    return Note.query.get_or_404(nid).text

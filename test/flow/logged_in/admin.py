from flask import Blueprint, abort, session

from store import Note

bp = Blueprint("admin", __name__)


@bp.before_request
def only_admins():
    if session.get("role") != "admin" or "user" not in session:
        abort(403)


@bp.get("/1/<int:nid>")
def show(nid):
    return Note.query.get_or_404(nid).text

# An address of administrators, and nobody of the program asks for more than a login.
from flask import Blueprint, Flask, abort
from flask_login import current_user, login_required

app = Flask(__name__)
desk = Blueprint("desk", __name__, url_prefix="/admin/desk")
yard = Blueprint("yard", __name__, url_prefix="/admin/yard")


@app.post("/admin/users/<int:key>/delete")  # want: missing-authorization
@login_required
def delete_user(key):
    db.delete(key)
    return "ok"


@desk.post("/close")  # want: missing-authorization
@login_required
def close():
    db.close()
    return "ok"


@yard.before_request
def only_staff():
    if not current_user.is_admin:
        abort(403)


@yard.post("/close")  # fine: missing-authorization
@login_required
def close_yard():
    db.close()
    return "ok"


@app.post("/notes")  # fine: missing-authorization
@login_required
def note():
    db.note()
    return "ok"

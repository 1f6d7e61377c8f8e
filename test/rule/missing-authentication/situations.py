from flask import Blueprint
from flask_login import login_required
bp = Blueprint("x", __name__)  # fine: missing-authentication
@login_required
@bp.post("/a")  # want: missing-authentication
def a():
    return "a"
@bp.post("/b")
@login_required
def b():
    return "b"  # fine: missing-authentication
@bp.delete("/c")  # want: missing-authentication
def c():
    return "c"
@bp.route("/d", methods=["PUT"])  # want: missing-authentication
def d():
    return "d"
@bp.get("/e")
def e():
    return "e"  # fine: missing-authentication
@bp.post("/login")
def login():
    return "f"  # fine: missing-authentication
@bp.patch("/g")
@login_required
def g():
    return "g"  # fine: missing-authentication

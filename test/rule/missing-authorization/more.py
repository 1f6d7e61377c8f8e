from flask import Flask, abort
from flask_login import current_user, login_required
app = Flask(__name__)
@app.post("/admin/users/<int:uid>/delete")  # want: missing-authorization
@login_required
def admin_delete(uid):
    db.delete(uid)
    return "ok"
@app.post("/admin/ban/<int:uid>")  # want: missing-authorization
@login_required
def ban_user(uid):
    db.ban(uid)
    return "ok"
@app.post("/admin/grant/<int:uid>")  # want: missing-authorization
@login_required
def grant_role(uid):
    db.grant(uid, "admin")
    return "ok"
@app.post("/admin/users/<int:uid>/reset")
@login_required
def admin_reset(uid):  # fine: missing-authorization
    if not current_user.is_admin:
        abort(403)
    db.reset(uid)
    return "ok"
@app.post("/admin/purge")
@admin_required
def admin_purge():  # fine: missing-authorization
    db.purge()
    return "ok"
@app.post("/profile")
@login_required
def profile():  # fine: missing-authorization
    return "ok"

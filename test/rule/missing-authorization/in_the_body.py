from flask import Flask, abort
from flask_login import current_user, login_required

from shop.people import ban, unban

app = Flask(__name__)


@app.post("/people/<int:key>/ban")  # want: missing-authorization
@login_required
def stop(key):
    ban(key)
    return "", 204


@app.post("/people/<int:key>/unban")  # fine: missing-authorization
@login_required
def start(key):
    if not current_user.is_admin:
        abort(403)
    unban(key)
    return "", 204

from flask import Flask, make_response, render_template
from flask_login import current_user, login_required

app = Flask(__name__)


@app.route("/account")
@login_required
def account():
    response = make_response(render_template("account.html", user=current_user))
    response.headers["Cache-Control"] = "public, max-age=3600"  # want: shared-cache
    return response


@app.route("/start")
def start():
    response = make_response("x")
    response.set_cookie("session", "v", secure=True, httponly=True, samesite="Lax")
    response.headers["Cache-Control"] = "public, max-age=60"  # want: shared-cache
    return response


@app.route("/mine")
@login_required
def mine():
    response = make_response(render_template("account.html", user=current_user))
    response.headers["Cache-Control"] = "private, no-store"  # fine: shared-cache
    return response


@app.route("/logo")
def logo():
    response = make_response("x")
    response.headers["Cache-Control"] = "public, max-age=31536000"  # fine: shared-cache
    return response

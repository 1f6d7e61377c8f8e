from flask import Flask, redirect, request, session
from flask_login import login_user
from shop.models import User, db
from sqlalchemy import select

app = Flask(__name__)


@app.route("/enter", methods=["POST"])
def enter():
    user = User.query.filter_by(email=request.form["email"]).first()
    login_user(user)  # want: login-unasked
    return redirect("/")


@app.route("/enter2", methods=["POST"])
def enter_asked():
    user = User.query.filter_by(email=request.form["email"]).first()
    if user and user.check_password(request.form["pw"]):
        login_user(user)  # fine: login-unasked
    return redirect("/")


@app.route("/demo")
def demo():
    login_user(User.query.filter_by(email="demo@example.org").first())  # fine: login-unasked
    return redirect("/")


@app.route("/enter3", methods=["POST"])
def enter_selected():
    user = db.session.execute(select(User).where(User.email == request.json["email"])).scalar_one_or_none()
    login_user(user)  # want: login-unasked
    return redirect("/")


@app.route("/enter4", methods=["POST"])
def enter_pending():
    user = User.query.filter_by(email=request.form["email"]).first()
    if session.pop("pending", None) == user.id:
        login_user(user)  # fine: login-unasked
    return redirect("/")

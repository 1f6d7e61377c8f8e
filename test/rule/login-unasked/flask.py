from flask import Flask, redirect, request
from flask_login import login_user
from shop.models import User

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

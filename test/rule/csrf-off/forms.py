from flask import Blueprint, redirect
from flask_login import current_user, login_required
from flask_wtf import FlaskForm
from wtforms import EmailField

bp = Blueprint("settings", __name__)


class MailForm(FlaskForm):
    address = EmailField()


@bp.route("/a", methods=["GET", "POST"])
@login_required
def submitted():
    form = MailForm()
    if form.is_submitted() and form.address.validate(form):  # want: csrf-off
        current_user.email = form.address.data
    return redirect("/")


@bp.route("/b", methods=["GET", "POST"])
@login_required
def validated():
    form = MailForm()
    if form.validate_on_submit():  # fine: csrf-off
        current_user.email = form.address.data
    return redirect("/")


@bp.route("/c", methods=["GET", "POST"])
@login_required
def in_two_steps():
    form = MailForm()
    if form.is_submitted():  # fine: csrf-off
        if form.validate():
            current_user.email = form.address.data
    return redirect("/")

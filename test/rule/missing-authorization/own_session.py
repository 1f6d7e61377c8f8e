# What the visitor's own session holds is theirs to choose.
from flask import Blueprint, flash, redirect, request, session
from flask_login import login_required
from harbour.gate import role_required
from harbour.tables import Berth, db
berths = Blueprint("berths", __name__)


@berths.post("/berths/<int:number>/close")
@role_required("harbour master")
def close(number):
    db.session.get(Berth, number).closed = True
    db.session.commit()
    return redirect("/berths")


@berths.post("/berths/view")  # fine: missing-authorization
@login_required
def view():
    session["view"] = request.form["view"]
    flash("changed")
    return redirect("/berths")


@berths.post("/berths/<int:number>/open")  # want: missing-authorization
@login_required
def open_again(number):
    session["last"] = number
    db.session.get(Berth, number).closed = False
    db.session.commit()
    return redirect("/berths")

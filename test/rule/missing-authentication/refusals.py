# A request that is refused for its form is not asked who sends it; nor does a session of the database know.
from flask import Blueprint, abort, request, session
from cellar.gate import role_required
from cellar.tables import Cask, db
casks = Blueprint("casks", __name__)


@casks.post("/casks/<int:number>/drain")
@role_required("keeper")
def drain(number):
    db.session.delete(db.session.get(Cask, number))
    db.session.commit()


@casks.post("/casks/<int:number>/label")  # want: missing-authentication
def label(number):
    if len(request.form["label"]) > 40:
        abort(400)
    db.session.get(Cask, number).label = request.form["label"]
    db.session.commit()


@casks.post("/casks/<int:number>/tap")  # fine: missing-authentication
def tap(number):
    if "keeper" not in session:
        abort(400)
    db.session.get(Cask, number).tapped = True


@casks.post("/casks/<int:number>/seal")  # fine: missing-authentication
def seal(number):
    if request.headers.get("X-Cellar") != "7":
        abort(403)
    db.session.get(Cask, number).sealed = True

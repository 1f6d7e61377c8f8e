from flask import Blueprint, jsonify
from flask_login import current_user, login_required
from django.contrib.auth.decorators import login_required as needs_login
from django.shortcuts import get_object_or_404
from models import Order, Note, db
bp = Blueprint("x", __name__)  # fine: insecure-direct-object
@bp.get("/orders/<int:order_id>")
@login_required
def a(order_id):
    return jsonify(Order.query.get(order_id).as_dict())  # want: insecure-direct-object
@bp.delete("/orders/<int:order_id>")
@login_required
def b(order_id):
    db.session.delete(db.session.get(Order, order_id))  # want: insecure-direct-object
    return ""
@needs_login
def c(request, pk):
    get_object_or_404(Note, pk=pk).delete()  # miss: insecure-direct-object
@bp.get("/mine/<int:order_id>")
@login_required
def d(order_id):
    return jsonify(Order.query.filter_by(id=order_id, owner=current_user.id).one().as_dict())  # fine: insecure-direct-object
@needs_login
def e(request, pk):
    note = get_object_or_404(Note, pk=pk, author=request.user)
    note.delete()  # fine: insecure-direct-object
@bp.get("/checked/<int:order_id>")
@login_required
def f(order_id):
    order = Order.query.get(order_id)
    if order.owner_id != current_user.id:
        raise PermissionError
    return jsonify(order.as_dict())  # fine: insecure-direct-object

from flask import Flask, request
from django.http import HttpResponse
from django.views.decorators.http import require_POST
from shop.models import db, Item
app = Flask(__name__)
@app.route("/delete/<int:n>")
def delete(n):
    db.session.delete(Item.query.get(n))
    db.session.commit()  # want: unsafe-get
    return "ok"
@app.route("/transfer", methods=["GET", "POST"])
def transfer():
    account = Item.query.get(request.args["to"])
    account.balance += int(request.args["amount"])
    db.session.commit()  # want: unsafe-get
    return "ok"
@app.get("/remove/<int:n>")
def remove(n):
    Item.query.filter_by(id=n).delete()
    db.session.commit()  # want: unsafe-get
    return "ok"
@app.route("/delete2/<int:n>", methods=["POST"])  # fine: unsafe-get
def delete2(n):
    db.session.delete(Item.query.get(n))
    db.session.commit()
    return "ok"
@app.get("/show/<int:n>")  # fine: unsafe-get
def show(n):
    return str(Item.query.get(n))
@app.route("/edit/<int:n>", methods=["GET", "POST"])  # fine: unsafe-get
def edit(n):
    if request.method == "POST":
        db.session.delete(Item.query.get(n))
        db.session.commit()
    return "ok"
@app.route("/items/<n>", "DELETE")  # fine: unsafe-get
def delete_item(n):
    db.session.delete(Item.query.get(n))
    db.session.commit()
    return "ok"
@app.route("/items/<n>/all", method="POST")  # fine: unsafe-get
def delete_items(n):
    db.session.delete(Item.query.get(n))
    db.session.commit()
    return "ok"
@app.route("/items/<n>/one", "GET")
def delete_one(n):
    db.session.delete(Item.query.get(n))
    db.session.commit()  # want: unsafe-get
    return "ok"

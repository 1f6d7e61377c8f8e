import mongoengine
from django.db import models
from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy
from peewee import CharField, Model

app = Flask(__name__)
db = SQLAlchemy(app)


class Member(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    is_admin = db.Column(db.Boolean)


class Page(models.Model):
    title = models.CharField()


class Paper(mongoengine.Document):
    title = mongoengine.StringField()


class Account(Model):
    email = CharField()


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y


@app.post("/1")
def row():
    db.session.add(Member(**request.get_json()))  # want: mass-assignment
    return "ok"


@app.post("/2")
def page():
    Page(**request.get_json()).save()  # want: mass-assignment
    return "ok"


@app.post("/3")
def paper():
    Paper(**request.get_json()).save()  # want: mass-assignment
    return "ok"


@app.post("/4")
def but_two():
    body = request.get_json()
    Account.create(**{k: v for k, v in body.items() if k not in ("id", "password_hash")})  # want: mass-assignment
    return "ok"


@app.post("/5")
def only_two():
    body = request.get_json()
    Account.create(**{k: v for k, v in body.items() if k in ("email", "name")})  # fine: mass-assignment
    return "ok"


@app.post("/6")
def named():
    db.session.add(Member(id=request.get_json()["id"]))  # fine: mass-assignment
    return "ok"


@app.post("/7")
def no_row():
    return str(Point(**request.get_json()).x)  # fine: mass-assignment

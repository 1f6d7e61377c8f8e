import sqlite3
import bcrypt
from django.contrib.auth.models import User as DjangoUser
from django.db import models
from fastapi import FastAPI
from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import FlaskForm
from passlib.hash import argon2
from pydantic import BaseModel
from pymongo import MongoClient
from wtforms import StringField
app = Flask(__name__)
api = FastAPI()
db = SQLAlchemy(app)
conn = sqlite3.connect("x.db")
mongo = MongoClient().app
USERS = {}


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    password = db.Column(db.String)


class Careful(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    stored = db.Column(db.String)

    @property
    def password(self):
        raise AttributeError

    @password.setter
    def password(self, given):
        self.stored = generate(given)


class MailServer(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    password = db.Column(db.String)


class Acc(models.Model):
    name = models.CharField(max_length=20)
    password = models.CharField(max_length=200)


class SignUp(BaseModel):
    name: str
    password: str


class LoginForm(FlaskForm):
    password = StringField("Password")


@app.post("/a")
def a():
    db.session.add(User(password=request.json["password"]))  # want: plaintext-password
    db.session.add(Careful(password=request.json["password"]))  # fine: plaintext-password
    db.session.add(MailServer(password=request.json["password"]))  # fine: plaintext-password
    db.session.commit()
    return "ok"


@app.post("/a2")
def a2():
    db.session.add(User(password=bcrypt.hashpw(request.json["password"].encode(), bcrypt.gensalt())))  # fine: plaintext-password
    password = request.form["password"]
    password = argon2.using(rounds=4).hash(password)
    db.session.add(User(password=password))  # fine: plaintext-password
    return "ok"


@app.post("/a3")
def a3():
    password = request.form["password"]
    password = stretched(password)
    db.session.add(User(password=password))  # fine: plaintext-password
    db.session.add(User(password=stretched(request.form["password"])))  # fine: plaintext-password
    return "ok"


@app.post("/b")
def b():
    name, password = request.form["name"], request.form["password"]
    conn.execute("INSERT INTO users (name, password) VALUES (?, ?)", (name, password))  # want: plaintext-password
    conn.execute("INSERT INTO users (name, password) VALUES (?, md5(?))", (name, password))  # fine: plaintext-password
    conn.execute("INSERT INTO names (name) VALUES (?)", (password,))  # fine: plaintext-password
    return "ok"


@app.post("/c")
def c():
    form = LoginForm()
    mongo.users.insert_one({"name": request.form["name"], "password": form.password.data.strip()})  # want: plaintext-password
    password = request.form["password"].strip()
    mongo.users.insert_one({"name": request.form["name"], "password": password})  # want: plaintext-password
    mongo.users.insert_one({"name": request.form["name"], "password_hash": stretched(password)})  # fine: plaintext-password
    return "ok"


@app.post("/d")
def d():
    USERS[request.form["name"]] = {"password": request.form["password"]}  # want: plaintext-password
    return "ok"


@api.post("/e")
def e(data: SignUp):
    session.add(User(password=data.password))  # want: plaintext-password
    return SignUp(name=data.name, password=data.password)  # fine: plaintext-password


def f(request):
    Acc.objects.create(name=request.POST["name"], password=request.POST["password"])  # want: plaintext-password


def g(request):
    acc = Acc.objects.get(name=request.POST["name"])
    acc.password = request.POST.get("password")  # want: plaintext-password
    acc.save()


def h(request):
    acc = Acc.objects.get(name=request.POST["name"])
    acc.password = request.POST["password"]  # fine: plaintext-password
    return render(acc)


def i(request):
    DjangoUser.objects.create_user(username=request.POST["name"], password=request.POST["password"])  # fine: plaintext-password
    user = Acc.objects.create(name=request.POST["name"], password=request.POST["password"])  # fine: plaintext-password
    user.set_password(request.POST["password"])
    request.user.password = request.POST["password"]  # fine: plaintext-password
    user.save()


def j(request):
    request.user.password = request.POST["password"]  # want: plaintext-password
    request.user.save()

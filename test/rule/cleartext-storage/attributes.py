import json

from flask import make_response, request


def keep(cfg):
    with open("app.json", "w") as to:
        json.dump({"user": cfg.user, "password": cfg.password}, to)  # want: cleartext-storage


def keep_hash(cfg):
    with open("app.json", "w") as to:
        json.dump({"user": cfg.user, "hash": cfg.password_hash}, to)  # fine: cleartext-storage


def cookie():
    r = make_response("")
    r.set_cookie("word", request.form["password"], secure=True, httponly=True)  # want: cleartext-storage
    r.set_cookie("name", request.form["name"], secure=True, httponly=True)  # fine: cleartext-storage
    return r

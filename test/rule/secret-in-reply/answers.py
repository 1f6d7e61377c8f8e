import os

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from fastapi import FastAPI
from flask import Flask, jsonify, request

app = Flask(__name__)
api = FastAPI()


def key(request):
    return HttpResponse(settings.SECRET_KEY)  # want: secret-in-reply


def language(request):
    return HttpResponse(settings.LANGUAGE_CODE)  # fine: secret-in-reply


def is_set(request):
    return JsonResponse({"set": bool(settings.SECRET_KEY)})  # fine: secret-in-reply


def person(request, user):
    return JsonResponse({"name": user.name, "hash": user.password_hash})  # want: secret-in-reply


def person_of(request, user):
    return JsonResponse({"name": user.name, "changed": user.password_changed_at})  # fine: secret-in-reply


@app.get("/where")
def where():
    return jsonify(database=f"at {os.environ['DATABASE_URL']}")  # want: secret-in-reply


@app.get("/region")
def region():
    return jsonify(region=os.environ["REGION"])  # fine: secret-in-reply


@api.get("/me")
def me(user):
    return {"id": user.id, "password": user.password}  # want: secret-in-reply


@app.get("/wrong")
def wrong():
    return jsonify(errors=request.form_errors.password)  # fine: secret-in-reply


def no_view(user):
    return {"password": user.password}  # fine: secret-in-reply


@app.get("/row")
def row_of(cursor):
    row = cursor.fetchone()
    return jsonify({"id": row["id"], "hash": row["password_hash"]})  # want: secret-in-reply


@app.get("/people")
def people(users):
    return jsonify([{"id": u.id, "password": u.password} for u in users])  # want: secret-in-reply


@app.get("/names")
def names(users):
    return jsonify([{"id": u.id, "strength": u.password_strength} for u in users])  # fine: secret-in-reply

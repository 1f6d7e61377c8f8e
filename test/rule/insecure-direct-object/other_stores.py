# Objects of Mongo and peewee, of GraphQL, and files of somebody, by an id and a login alone.
import strawberry
from bson import ObjectId
from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import FileResponse
from flask import Flask, abort, jsonify
from flask_login import current_user, login_required

from .auth import current_person
from .db import mongo
from .models import Document

app = Flask(__name__)
router = APIRouter()


@app.get("/documents/<key>")
@login_required
def show(key):
    return jsonify(mongo.db.documents.find_one({"_id": ObjectId(key)}))  # want: insecure-direct-object


@app.get("/documents2/<key>")
@login_required
def show_own(key):
    return jsonify(mongo.db.documents.find_one({"_id": ObjectId(key), "owner": current_user.id}))  # fine: insecure-direct-object


@app.get("/documents3/<key>")
@login_required
def show_asked(key):
    found = mongo.db.documents.find_one({"_id": ObjectId(key)})  # fine: insecure-direct-object
    if found["owner"] != current_user.id:
        abort(403)
    return jsonify(found)


@app.delete("/rows/<int:key>")
@login_required
def remove(key):
    Document.delete_by_id(key)  # want: insecure-direct-object
    return "ok"


@app.delete("/rows2/<int:key>")
@login_required
def remove_found(key):
    found = Document.get_or_none(Document.id == key)  # want: insecure-direct-object
    found.delete_instance()
    return "ok"


@app.delete("/rows3/<int:key>")
@login_required
def remove_own(key):
    found = Document.get_or_none(Document.id == key, Document.owner == current_user.id)  # fine: insecure-direct-object
    found.delete_instance()
    return "ok"


@app.get("/rows4/<int:key>")
def show_public(key):
    return jsonify(Document.get_by_id(key))  # fine: insecure-direct-object


@router.get("/exports/{user_id}")
def export(user_id: int, user=Depends(current_user)):
    return FileResponse(f"/srv/exports/{user_id}/all.zip")  # want: insecure-direct-object


@router.get("/exports2/{user_id}")
def export_own(user_id: int, user=Depends(current_user)):
    if user_id != user.id:
        raise HTTPException(403)
    return FileResponse(f"/srv/exports/{user_id}/all.zip")  # fine: insecure-direct-object


@router.get("/exports3/{number}")
def export_public(number: int, user=Depends(current_user)):
    return FileResponse(f"/srv/exports/{number}/all.zip")  # fine: insecure-direct-object


@strawberry.type
class Mutation:
    @strawberry.mutation
    def delete_document(self, info: strawberry.Info, id: int) -> bool:
        if info.context["user"] is None:
            raise PermissionError
        found = Document.objects.get(pk=id)  # want: insecure-direct-object
        found.delete()
        return True

    @strawberry.mutation
    def delete_own(self, info: strawberry.Info, id: int) -> bool:
        if info.context["user"] is None:
            raise PermissionError
        found = Document.objects.get(pk=id, owner=info.context["user"])  # fine: insecure-direct-object
        found.delete()
        return True

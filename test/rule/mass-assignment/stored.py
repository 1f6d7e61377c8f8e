# What is stored as the client sent it, where no model of the class is in view.
from fastapi import Body, Depends, FastAPI
from flask import Blueprint, abort, request
from sqlmodel import Field, Session, SQLModel

from .gate import check_fields, mongo
from .tables import Member, db

app = FastAPI()
bp = Blueprint("members", __name__)
FIELDS = {"name", "text"}


class Row(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str
    is_admin: bool = False


class RowIn(SQLModel):
    name: str


@app.post("/rows")
def add_row(body: Row, session: Session = Depends()):
    row = body
    session.add(row)  # want: mass-assignment


@app.post("/rows2")
def add_checked(body: RowIn, session: Session = Depends()):
    session.add(Row.model_validate(body))  # fine: mass-assignment


@app.put("/rows3")
def put_dict(body: dict = Body()):
    mongo.rows.update_one({"_id": 1}, {"$set": body})  # want: mass-assignment


@bp.post("/members")
def add_member():
    db.session.add(Member(**request.get_json()))  # want: mass-assignment
    return "ok"


@bp.post("/members2")
def add_member_by_name():
    data = request.get_json()
    if not data:
        abort(400)
    member = Member(**data)  # want: mass-assignment
    db.session.add(member)
    return "ok"


@bp.post("/members3")
def add_named():
    data = request.get_json()
    db.session.add(Member(name=data["name"]))  # fine: mass-assignment
    return "ok"


@bp.post("/members4")
def add_asked():
    data = request.get_json()
    if set(data) - FIELDS:
        abort(400)
    db.session.add(Member(**data))  # fine: mass-assignment
    return "ok"


@bp.put("/me")
async def update():
    data = await request.get_json()
    await mongo.users.update_one({"_id": 1}, {"$set": data})  # want: mass-assignment
    return "ok"


@bp.put("/me2")
async def update_named():
    data = await request.get_json()
    data = {"name": str(data.get("name", ""))}
    await mongo.users.update_one({"_id": 1}, {"$set": data})  # fine: mass-assignment
    return "ok"


@bp.put("/me3")
def update_checked():
    data = request.get_json()
    check_fields(data)
    mongo.users.update_one({"_id": 1}, {"$set": data})  # fine: mass-assignment
    return "ok"


@bp.post("/notes")
def note():
    mongo.notes.insert_one(request.get_json())  # want: mass-assignment
    mongo.notes.insert_one({"text": request.json["text"]})  # fine: mass-assignment
    return "ok"


@bp.post("/kinds")
def kind():
    return Member(**request.get_json()).text  # fine: mass-assignment

# The program names the columns and outside data fills them; a dictionary from outside names them itself.
from flask import Flask, request
from sqlalchemy.orm import Session
from desk.models import Parcel
app = Flask(__name__)


@app.post("/parcels/<int:number>/name")
def rename(number):
    with Session(app.engine) as session:
        session.query(Parcel).filter(Parcel.id == number).update({Parcel.name: request.form["name"]})  # fine: mass-assignment
        session.commit()
    return ""


@app.post("/parcels/<int:number>")
def change(number):
    with Session(app.engine) as session:
        session.query(Parcel).filter(Parcel.id == number).update(request.get_json())  # want: mass-assignment
        session.commit()
    return ""


@app.put("/parcels/<int:number>")
def replace(number):
    fields = {}
    for field, value in request.get_json().items():
        fields[field] = value
    with Session(app.engine) as session:
        session.query(Parcel).filter(Parcel.id == number).update(fields)  # want: mass-assignment
    return ""


@app.patch("/parcels/<int:number>")
def copy(number):
    with Session(app.engine) as session:
        session.query(Parcel).filter(Parcel.id == number).update(dict(request.form))  # want: mass-assignment
    return ""

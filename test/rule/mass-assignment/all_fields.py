# That a column exists does not say that everybody may set it.
import peewee
from flask import Flask, request

app = Flask(__name__)
OPEN = ("title", "text")


class Page(peewee.Model):
    title = peewee.CharField()
    text = peewee.TextField()
    locked = peewee.BooleanField(default=False)


@app.post("/pages")
def add():
    doc = request.get_json()
    Page.create(**{k: v for k, v in doc.items() if k in Page._meta.fields})  # want: mass-assignment
    return ""


@app.post("/pages/open")
def add_open():
    doc = request.get_json()
    Page.create(**{k: v for k, v in doc.items() if k in OPEN})  # fine: mass-assignment
    return ""


@app.post("/pages/<int:page>")
def change(page):
    page = Page.get_by_id(page)
    for name, value in request.get_json().items():
        if name in page.__data__ and name in Page._meta.fields:
            setattr(page, name, value)  # want: mass-assignment
    page.save()
    return ""


@app.post("/pages/both/<int:page>")
def change_open(page):
    page = Page.get_by_id(page)
    for name, value in request.get_json().items():
        if name in Page._meta.fields and name in OPEN:
            setattr(page, name, value)  # fine: mass-assignment
    page.save()
    return ""

from flask import Flask
from flask import request as asked

from .models import Account, db

app = Flask(__name__)


@app.post("/a")
def change():
    account = Account.query.get(1)
    account.__dict__.update(asked.json)  # want: mass-assignment
    db.session.commit()
    return ""


@app.post("/b")
def change_again():
    account = Account.query.get(1)
    account.__dict__.update(**asked.get_json())  # want: mass-assignment
    db.session.commit()
    return ""


@app.post("/c")
def keep():
    settings = {}
    settings.update(asked.json)  # fine: mass-assignment
    return settings

from enum import Enum

from flask import Flask, request, session

app = Flask(__name__)


class LoginMechanism(Enum):
    PASSWORD = "password"
    KEY = "key"


@app.post("/login")
def login():
    session["mechanism"] = LoginMechanism.PASSWORD  # fine: cleartext-storage
    session["password"] = request.form["password"]  # want: cleartext-storage
    return "in"


@app.post("/keep")
def keep(Config):
    session["password"] = Config.PASSWORD  # want: cleartext-storage
    return "kept"

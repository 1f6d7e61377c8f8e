# Sessions that the server keeps: the browser has their number alone.
from flask import Flask, request, session
from flask_session import Session

app = Flask(__name__)
Session(app)


@app.route("/login", methods=["POST"])
def enter():
    password = request.form["password"]
    session["password"] = password  # fine: cleartext-storage
    return "x"

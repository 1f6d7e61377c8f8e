from flask import Flask, request, session

app = Flask(__name__)


@app.route("/login", methods=["POST"])
def login():
    session["password"] = request.form["password"]  # want: cleartext-storage
    session["name"] = request.form["name"]  # fine: cleartext-storage
    return "x"


@app.route("/login2", methods=["POST"])
def login_two():
    password = request.form["password"]
    session["creds"] = {"user": request.form["user"], "password": password}  # want: cleartext-storage
    kept = {}
    kept["password"] = password  # fine: cleartext-storage
    return "x"


@app.route("/login3", methods=["POST"])
def login_three():
    password = request.form["password"]
    session.update(user=request.form["user"])  # fine: cleartext-storage
    session.update(password=password)  # want: cleartext-storage
    return "x"


@app.route("/state", methods=["POST"])
def state():
    session["must_change"] = user.must_change_password  # fine: cleartext-storage
    session.update(user=user.id, expired=user.password_expired)  # fine: cleartext-storage
    return "x"

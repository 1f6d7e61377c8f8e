from flask import Blueprint, Flask, redirect, session
from bp_of_app import of_app
from bp_child import child

app = Flask(__name__)
app.register_blueprint(of_app)


@app.before_request
def check():
    if "user" not in session:
        return redirect("/login")


parent = Blueprint("parent", __name__)
parent.register_blueprint(child)
parent.before_request(check)

import secrets

from flask import Flask, make_response
from jar import put, put_safe, put_session, put_theme

app = Flask(__name__)


@app.route("/")
def index():
    response = make_response("ok")
    put(response, "theme", "dark", secure=False)
    put_session(response, "session_id", secrets.token_hex(), httponly=False)
    put_theme(response, "theme", "dark", httponly=False)
    put_safe(response, "session_id", secrets.token_hex(), secure=True)
    return response

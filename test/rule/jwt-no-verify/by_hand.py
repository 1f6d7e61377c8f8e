import base64
import json

from flask import Flask, g, request

from .keys import verify

app = Flask(__name__)


@app.before_request
def who():
    token = request.headers["Authorization"].split()[1]
    g.user = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))["sub"]  # want: jwt-no-verify


def address(token):
    head, payload, end = token.split(".")
    payload += "=" * (-len(payload) % 4)
    return json.loads(base64.urlsafe_b64decode(payload).decode())["email"]  # want: jwt-no-verify


def checked(token, key):
    head, payload, end = token.split(".")
    if not verify(head + "." + payload, end, key):
        raise ValueError("forged")
    return json.loads(base64.urlsafe_b64decode(payload))["email"]  # fine: jwt-no-verify


def other(text):
    return json.loads(base64.b64decode(text))["email"]  # fine: jwt-no-verify


def told(token):
    if not signature_fits(token):
        raise ValueError("forged")
    return json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))["email"]  # fine: jwt-no-verify

import os
from enum import Enum

from flask import Flask, abort, request

app = Flask(__name__)
API_KEY = os.environ["API_KEY"]


class SecretType(Enum):
    token = "token"
    signature = "signature"


def check(params):
    if params.secret == SecretType.signature:  # fine: timing-compare
        return "signed"
    if params.secret_type == "signature":  # fine: timing-compare
        return "signed"
    return "open"


@app.get("/")
def page():
    if request.headers["X-Api-Key"] != API_KEY:  # want: timing-compare
        abort(403)
    return "in"

import hmac
import os

from flask import Flask, abort, request

app = Flask(__name__)
API_KEY = os.environ["API_KEY"]


@app.before_request
def known():
    if request.headers.get("X-Api-Key") != API_KEY:  # want: timing-compare
        abort(401)


def known_slowly():
    if not hmac.compare_digest(request.headers.get("X-Api-Key", ""), API_KEY):  # fine: timing-compare
        abort(401)

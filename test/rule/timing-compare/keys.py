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


def owner_of(api_key, keys):
    return [key for key in keys if key.api_key == api_key]  # want: timing-compare


def user_for(api_key, users):
    return any(filter(lambda user: user.api_key == api_key, users))  # want: timing-compare


def confirmed(form, password2):
    return form.password == password2  # fine: timing-compare

import hashlib
import hmac
import json

import jwt
import requests
from flask import Flask, abort, request
from itsdangerous import URLSafeTimedSerializer
from jose import jwt as jose_jwt

app = Flask(__name__)
signer = URLSafeTimedSerializer(app.config["SECRET_KEY"])
KEYS = {"https://id.example.org/keys"}


def invite(token):
    return signer.loads_unsafe(token)[1]  # want: unverified-signature


def invite_asked(token):
    good, data = signer.loads_unsafe(token)  # fine: unverified-signature
    if not good:
        return None
    return data


def claims(token):
    where = jose_jwt.get_unverified_header(token)["x5u"]  # want: unverified-signature
    return jose_jwt.decode(token, requests.get(where, timeout=5).text, algorithms=["RS256"])


def claims_listed(token):
    where = jwt.get_unverified_header(token).get("jku")  # fine: unverified-signature
    if where not in KEYS:
        raise ValueError("whose key is this?")
    return jwt.decode(token, requests.get(where, timeout=5).text, algorithms=["RS256"])


@app.post("/push")
def push():
    signature = request.headers.get("X-Hub-Signature-256")
    if signature is None:
        abort(400)
    return json.loads(request.data)["action"]  # want: unverified-signature


@app.post("/push-signed")
def push_signed():
    signature = request.headers.get("X-Hub-Signature-256")
    made = hmac.new(app.config["HOOK"], request.data, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(made, signature or ""):
        abort(403)
    return json.loads(request.data)["action"]  # fine: unverified-signature

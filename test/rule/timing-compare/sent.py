# What the environment keeps, beside what the request brings.
import hmac
import os
from typing import Annotated

from fastapi import Depends, Header, HTTPException, Security
from fastapi.security import APIKeyHeader, HTTPBasic, HTTPBasicCredentials
from flask import Flask, abort, request

app = Flask(__name__)
basic = HTTPBasic()
scheme = APIKeyHeader(name="X-Key")
USER, PASSWORD = os.environ["ADMIN_USER"], os.environ["ADMIN_PASSWORD"]
KEY = os.environ["API_KEY"]
TOKEN = os.environ["API_TOKEN"]
REGION = os.environ["REGION"]


def admin(given: HTTPBasicCredentials = Depends(basic)):
    ok = given.username == USER and given.password == PASSWORD  # want: timing-compare
    if not ok:
        raise HTTPException(401)


def by_header(x_api_key: str = Header(...)):
    if x_api_key != KEY:  # want: timing-compare
        raise HTTPException(401)


def by_scheme(k: Annotated[str, Security(scheme)]):
    if k != KEY:  # want: timing-compare
        raise HTTPException(401)


def by_region(x_region: str = Header(...)):
    if x_region != REGION:  # fine: timing-compare
        raise HTTPException(404)


def by_digest(x_api_key: str = Header(...)):
    if not hmac.compare_digest(x_api_key, KEY):  # fine: timing-compare
        raise HTTPException(401)


@app.before_request
def bearer():
    if request.headers.get("Authorization") != f"Bearer {TOKEN}":  # want: timing-compare
        abort(401)


@app.before_request
def basic_login():
    given = request.authorization
    if not given or given.password != os.environ["ADMIN_PASSWORD"]:  # want: timing-compare
        abort(401)


@app.before_request
def kind():
    if request.headers.get("Accept") != f"text/{REGION}":  # fine: timing-compare
        abort(406)

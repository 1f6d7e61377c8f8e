import datetime
import time
from datetime import timedelta, timezone

import jwt
from flask import Flask, make_response
from jose import jwt as jose_jwt

app = Flask(__name__)
app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(days=1000)  # want: endless-token
app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(hours=8)  # fine: endless-token
app.config["JWT_ACCESS_TOKEN_EXPIRES"] = False  # want: endless-token
SESSION_COOKIE_AGE = 60 * 60 * 24 * 800  # want: endless-token
SESSION_COOKIE_AGE = 1209600  # fine: endless-token
SIMPLE_JWT = {"ACCESS_TOKEN_LIFETIME": timedelta(days=730)}  # want: endless-token
OTHER_JWT = {"ACCESS_TOKEN_LIFETIME": timedelta(minutes=5)}  # fine: endless-token


def for_ever(user, key):
    return jwt.encode({"user_id": user.id, "role": user.role}, key, algorithm="HS256")  # want: endless-token


def for_years(user, key):
    claims = {"sub": user.name, "exp": datetime.datetime.now(timezone.utc) + timedelta(weeks=100)}
    return jose_jwt.encode(claims, key)  # want: endless-token


def for_minutes(user, key):
    claims = {"sub": user.name, "exp": time.time() + 900}
    return jwt.encode(claims, key, algorithm="HS256")  # fine: endless-token


def end_added_later(user, key, end):
    claims = {"sub": user.name}
    claims["exp"] = end
    return jwt.encode(claims, key, algorithm="HS256")  # fine: endless-token


def with_others(user, key, more):
    return jwt.encode({"sub": user.name, **more}, key, algorithm="HS256")  # fine: endless-token


def of_nobody(key):
    return jwt.encode({"colour": "red"}, key, algorithm="HS256")  # fine: endless-token


def cookies(value):
    r = make_response("")
    r.set_cookie("auth_token", value, max_age=63072000, secure=True, httponly=True)  # want: endless-token
    r.set_cookie("auth_token", value, max_age=3600, secure=True, httponly=True)  # fine: endless-token
    r.set_cookie("theme", "dark", max_age=63072000, secure=True, httponly=True)  # fine: endless-token
    return r


def made_by_dict(user, key):
    claims = dict(sub=user.name, role="admin")
    return jwt.encode(claims, key, algorithm="HS256")  # want: endless-token


def dict_with_end(user, key, end):
    claims = dict(sub=user.name, exp=end)
    return jwt.encode(claims, key, algorithm="HS256")  # fine: endless-token


def end_put_too_late(user, key):
    claims = {"sub": user.name}
    claims["exp"] = datetime.datetime.now(timezone.utc) + timedelta(days=365 * 20)
    return jwt.encode(claims, key, algorithm="HS256")  # want: endless-token


def counted_in_seconds(user, key):
    end = int((datetime.datetime.now(timezone.utc) + timedelta(days=3650)).timestamp())
    return jwt.encode({"sub": user.name, "exp": end}, key, algorithm="HS256")  # want: endless-token


def counted_and_soon(user, key):
    end = int((datetime.datetime.now(timezone.utc) + timedelta(minutes=15)).timestamp())
    return jwt.encode({"sub": user.name, "exp": end}, key, algorithm="HS256")  # fine: endless-token


def of_itself(user, key, end):
    end = int(end)
    return jwt.encode({"sub": user.name, "exp": end}, key, algorithm="HS256")  # fine: endless-token

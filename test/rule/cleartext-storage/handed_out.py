import bcrypt
import jwt
from jwt import encode


def issue(user, password, key):
    return jwt.encode({"sub": user, "password": password}, key, algorithm="HS256")  # want: cleartext-storage


def issue_named(form, key):
    payload = {"sub": form["name"]}
    payload["password"] = form["password"]
    return encode(payload, key, "HS256")  # want: cleartext-storage


def issue_rights(user, key):
    return jwt.encode({"sub": user, "password_changed": True}, key, algorithm="HS256")  # fine: cleartext-storage


def issue_token(user, token, key):
    return jwt.encode({"sub": user, "refresh": token}, key, algorithm="HS256")  # fine: cleartext-storage


def remember(response, password):
    response.set_cookie("pw", password)  # want: cleartext-storage


def remember_hashed(response, password):
    response.set_cookie("pw", bcrypt.hashpw(password.encode(), bcrypt.gensalt()))  # fine: cleartext-storage


def remember_session(response, token):
    response.set_cookie("session", token)  # fine: cleartext-storage

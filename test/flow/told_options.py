# Options that a caller chose are those of the call.
import jwt

KEY = open("k").read()


def read(token, given):
    return jwt.decode(token, KEY, algorithms=["HS256"], options=given)["sub"]  # want: jwt-no-verify


def strictly(token, given):
    return jwt.decode(token, KEY, algorithms=["HS256"], options=given)["sub"]


def both(token):
    return read(token, {"verify_signature": False}), strictly(token, {"verify_signature": True})

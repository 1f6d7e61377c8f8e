import hashlib
import secrets
import time


def reset_token():
    return hashlib.sha256(str(time.time()).encode()).hexdigest()[:16]  # want: predictable-secret


def invite_token(name):
    token = hashlib.md5(f"{name}{time.time()}".encode()).hexdigest()[4:20].upper()  # want: predictable-secret
    return token


def good_token():
    return hashlib.sha256(str(time.time()).encode() + secrets.token_bytes(16)).hexdigest()[:16]  # fine: predictable-secret


def etag(text):
    return hashlib.sha256(f"{text}{time.time()}".encode()).hexdigest()[:16]  # fine: predictable-secret

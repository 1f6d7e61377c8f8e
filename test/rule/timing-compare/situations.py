import hashlib
import hmac
import secrets
from flask import request
def hook(key, body, header):
    want = "sha1=" + hmac.new(key, body, hashlib.sha1).hexdigest()
    return want == header  # want: timing-compare
def signed(signature, expected_signature):
    if signature != expected_signature:  # want: timing-compare
        raise PermissionError
def token_ok(stored):
    return request.headers["X-Token"] == hmac.digest(stored, b"x", "sha256").hex()  # want: timing-compare
def ok(key, body, header):
    return hmac.compare_digest(hmac.new(key, body, hashlib.sha256).hexdigest(), header)  # fine: timing-compare
def ok2(api_key, given):
    return secrets.compare_digest(api_key, given)  # fine: timing-compare
def same(password, password2):
    return password == password2  # fine: timing-compare
def empty(signature):
    return signature == ""  # fine: timing-compare

import jwt
from jose import jwt as jose_jwt
OFF = {"verify_signature": False}  # fine: jwt-no-verify
def a(t):
    return jwt.decode(t, options={"verify_signature": False})  # want: jwt-no-verify
def b(t, k):
    return jwt.decode(t, k, algorithms=["HS256"], options=OFF)  # want: jwt-no-verify
def c(t, k):
    return jwt.decode(t, k, algorithms=["none", "HS256"])  # want: jwt-no-verify
def d(t, k):
    return jwt.decode(t, k, algorithms=["HS256"])  # fine: jwt-no-verify
def e(t, k):
    return jwt.decode(t, k, algorithms=["ES256"], options={"require": ["exp"]})  # fine: jwt-no-verify
def f(t, k):
    return jose_jwt.decode(t, k, algorithms=["RS256"])  # fine: jwt-no-verify

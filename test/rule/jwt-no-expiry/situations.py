import jwt
from jose import jwt as j
LAX = {"verify_exp": False}  # fine: jwt-no-expiry
def a(t, k):
    return jwt.decode(t, k, algorithms=["HS256"], options={"verify_exp": False})  # want: jwt-no-expiry
def b(t, k):
    return j.decode(t, k, algorithms=["RS256"], options=LAX)  # want: jwt-no-expiry
def c(t, k):
    return jwt.decode(t, k, algorithms=["EdDSA"], options={"verify_exp": False, "verify_aud": True})  # want: jwt-no-expiry
def d(t, k):
    return jwt.decode(t, k, algorithms=["HS256"], options={"verify_exp": True})  # fine: jwt-no-expiry
def e(t, k):
    return j.decode(t, k, algorithms=["RS256"])  # fine: jwt-no-expiry
def f(t, k):
    return jwt.decode(t, k, algorithms=["HS256"], leeway=10)  # fine: jwt-no-expiry

import jwt
from jose import jwt as jose_jwt
def a(token, key):
    head = jwt.get_unverified_header(token)
    return jwt.decode(token, key, algorithms=[head["alg"]])  # want: jwt-algorithm-choice
def b(token, key):
    return jwt.decode(token, key, algorithms=["HS256", "RS256"])  # want: jwt-algorithm-choice
def c(token, key):
    header = jose_jwt.get_unverified_header(token)
    alg = header.get("alg")
    return jose_jwt.decode(token, key, algorithms=alg)  # want: jwt-algorithm-choice
def d(token, key):
    return jwt.decode(token, key, algorithms=["HS256"])  # fine: jwt-algorithm-choice
def e(token, keys):
    kid = jwt.get_unverified_header(token)["kid"]
    return jwt.decode(token, keys[kid], algorithms=["RS256"])  # fine: jwt-algorithm-choice
def f(token, key):
    return jose_jwt.decode(token, key, algorithms=["ES256", "ES384"])  # fine: jwt-algorithm-choice

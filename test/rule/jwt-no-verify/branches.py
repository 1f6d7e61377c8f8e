import jwt

KEYS = {}


def any_issuer(token):
    claims = jwt.decode(token, options={"verify_signature": False})  # want: jwt-no-verify
    key = KEYS.get(claims.get("iss"))
    if key is not None:
        claims = jwt.decode(token, key, algorithms=["RS256"])
    return claims


# noise, of low confidence: read unverified to choose the key, and then checked with it; the rule cannot tell what
# is used in between
def known_issuer(token):
    claims = jwt.decode(token, options={"verify_signature": False})  # noise: jwt-no-verify
    key = KEYS.get(claims.get("iss"))
    if key is None:
        raise jwt.InvalidIssuerError("issuer")
    return jwt.decode(token, key, algorithms=["RS256"])


def unknown_key(token):
    key = KEYS.get(jwt.get_unverified_header(token).get("kid"))
    options = {"verify_signature": key is not None}
    return jwt.decode(token, key, algorithms=["HS256"], options=options)  # want: jwt-no-verify


def refused_key(token):
    key = KEYS.get(jwt.get_unverified_header(token).get("kid"))
    if key is None:
        raise jwt.InvalidKeyError("kid")
    options = {"verify_signature": key is not None}
    return jwt.decode(token, key, algorithms=["HS256"], options=options)  # fine: jwt-no-verify

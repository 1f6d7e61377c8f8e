import jwt

KEY = open("/etc/key.pem").read()


def claims(token):
    try:
        return jwt.decode(token, KEY, algorithms=["ES256"])
    except jwt.PyJWTError:
        return jwt.decode(token, options={"verify_signature": False})  # want: jwt-no-verify


def late(token):
    try:
        return jwt.decode(token, KEY, algorithms=["ES256"])
    except jwt.ExpiredSignatureError:
        return jwt.decode(token, KEY, algorithms=["ES256"], options={"verify_exp": False})  # fine: jwt-no-verify

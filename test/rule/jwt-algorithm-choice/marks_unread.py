import json

MARKS = (b"-----BEGIN PUBLIC KEY", b"ssh-rsa ")
WAYS = {"HS384": object(), "PS256": object()}


def secret_of(key):
    if not key:
        raise ValueError("no secret")
    return key


def read_token(raw, key):
    alg = json.loads(raw[0])["alg"]
    return WAYS[alg].verify(raw[1], secret_of(key), raw[2])  # want: jwt-algorithm-choice

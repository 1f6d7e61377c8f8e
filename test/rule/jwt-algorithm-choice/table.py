import json


class Mac:
    def verify(self, message, key, signature):
        return False


class Public:
    def verify(self, message, key, signature):
        return False


WAYS = {"HS256": Mac(), "RS256": Public(), "ES256": Public()}


def read(raw, key, algorithms=None):
    header = json.loads(raw[0])
    name = header.get("alg")
    if name not in (algorithms or WAYS):
        raise ValueError(name)
    if not WAYS[name].verify(raw[1], key, raw[2]):  # want: jwt-algorithm-choice
        raise ValueError("signature")
    return json.loads(raw[1])


def read_any(raw, key):
    header = json.loads(raw[0])
    return WAYS[header["alg"]].verify(raw[1], key, raw[2])  # want: jwt-algorithm-choice


def read_named(raw, key, *, algs=None):
    name = json.loads(raw[0])["alg"]
    return WAYS[name].verify(raw[1], key, raw[2])  # want: jwt-algorithm-choice


def read_of(raw, key, algorithms):
    name = json.loads(raw[0])["alg"]
    if name not in algorithms:
        raise ValueError(name)
    return WAYS[name].verify(raw[1], key, raw[2])  # fine: jwt-algorithm-choice


def read_one(raw, key):
    return WAYS["RS256"].verify(raw[1], key, raw[2])  # fine: jwt-algorithm-choice


def sign(raw, key, name):
    return WAYS[name].sign(raw, key)  # fine: jwt-algorithm-choice

import json

import jwt
from jwt.algorithms import ECAlgorithm


class Issuers:
    def __init__(self, keys):
        self.keys = keys

    def chosen(self, head):
        brought = head.get("jwk")  # want: unverified-signature
        if brought is not None:
            return ECAlgorithm.from_jwk(json.dumps(brought))
        return self.keys[head["kid"]]

    def known(self, head):
        return self.keys.get(head.get("kid"))  # fine: unverified-signature


def who(token, issuers):
    key = issuers.chosen(jwt.get_unverified_header(token))
    return jwt.decode(token, key, algorithms=["ES256"])["sub"]


def who_known(token, issuers):
    key = issuers.known(jwt.get_unverified_header(token))
    return jwt.decode(token, key, algorithms=["ES256"])["sub"]

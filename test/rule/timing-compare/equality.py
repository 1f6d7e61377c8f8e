import hashlib
import hmac


class Seal:
    def __init__(self, raw):
        self.raw = raw
        self.length = len(raw)

    @classmethod
    def over(cls, message, key):
        return cls(hmac.digest(key, message, "sha512"))

    def __eq__(self, other):
        return self.length == other.length and self.raw == other.raw  # want: timing-compare


class SafeSeal:
    def __init__(self, raw):
        self.raw = raw

    def __eq__(self, other):
        return hmac.compare_digest(self.raw, other.raw)  # fine: timing-compare


class Point:
    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        return self.value == other.value  # fine: timing-compare


class Verifier:
    def __init__(self, config):
        self.config = config

    def verify(self, key, body, given):
        if self.config.signature_methods == Config().signature_methods:  # fine: timing-compare
            return None
        if self.config.hmac_algorithm == given.hmac_algorithm:  # fine: timing-compare
            return None
        return hmac.new(key, body, self.config.hmac_algorithm)


def whole_file(path, expected):
    with open(path, "rb") as f:
        content = f.read()
    return hashlib.sha256(content).hexdigest() == expected  # fine: timing-compare

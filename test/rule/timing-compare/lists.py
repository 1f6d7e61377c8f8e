import hashlib
import hmac

SECRETS = [b"one", b"two"]


def signatures(body):
    return ["sha256=" + hmac.new(s, body, hashlib.sha256).hexdigest() for s in SECRETS]


def genuine(given, body):
    return given in signatures(body)  # want: timing-compare


def genuine_here(given, body):
    made = [hmac.new(s, body, hashlib.sha256).hexdigest() for s in SECRETS]
    return given in made  # want: timing-compare


def genuine_slowly(given, body):
    return any([hmac.compare_digest(given, s) for s in signatures(body)])  # fine: timing-compare


def known_name(given, names):
    return given in names  # fine: timing-compare

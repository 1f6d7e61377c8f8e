import hashlib
import hmac


def signature(key, body):
    return hmac.new(key, body, hashlib.sha256).hexdigest()


def same(left, right):
    return len(left) == len(right) and left == right  # want: timing-compare


def equal(left, right):
    return left == right  # fine: timing-compare


def genuine(key, body, given):
    return same(signature(key, body).encode(), given.encode())


def is_same_name(a, b):
    return equal(a.name, b.name)

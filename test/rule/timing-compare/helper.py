import hashlib
import hmac

KEY = open("/etc/key", "rb").read()


def mac(text):
    return hmac.new(KEY, text, hashlib.sha256).hexdigest()


def fingerprint(text):
    return hashlib.sha256(text).hexdigest()


def is_ours(text, given):
    return mac(text) == given  # want: timing-compare


def is_ours_safely(text, given):
    return hmac.compare_digest(mac(text), given)


def unchanged(text, before):
    return fingerprint(text) == before  # fine: timing-compare


def same(left, right):
    return len(left) == len(right) and left == right  # want: timing-compare


def is_ours_by_same(text, given):
    return same(mac(text).encode(), given.encode())


def equal(left, right):
    return left == right  # fine: timing-compare


def is_named(text, name):
    return equal(text.title(), name)

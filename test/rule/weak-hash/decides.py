import hashlib
import hmac


def fingerprint(data):
    return hashlib.md5(data).hexdigest()  # want: weak-hash


def cache_name(url):
    return hashlib.md5(url.encode(), usedforsecurity=False).hexdigest()  # fine: weak-hash


def accept(data, entry):
    return hmac.compare_digest(fingerprint(data), entry["digest"])

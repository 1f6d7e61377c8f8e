import hashlib
import hmac

KEYS = [open("/etc/key.new", "rb").read(), open("/etc/key.old", "rb").read()]


def signatures(body):
    return ["sha256=" + hmac.new(k, body, hashlib.sha256).hexdigest() for k in KEYS]


def genuine(header, body):
    return header in signatures(body)  # want: timing-compare


def genuine_here(header, body):
    return header in [hmac.new(k, body, "sha256").hexdigest() for k in KEYS]  # want: timing-compare


def of_two(header, old, new, body):
    if header not in (hmac.new(old, body, "sha256").hexdigest(), hmac.new(new, body, "sha256").hexdigest()):  # want: timing-compare
        raise PermissionError


def each(header, body):
    return any([hmac.compare_digest(header, s) for s in signatures(body)])  # fine: timing-compare


def known(algorithm):
    return algorithm in ("hmac-sha256", "hmac-sha512")  # fine: timing-compare


def listed(name, headers):
    return name in headers.get("signature-headers", "").split()  # fine: timing-compare

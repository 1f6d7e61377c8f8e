import hashlib
import hmac


def signed(key, body, header):
    mac = hmac.new(key, body, hashlib.sha1).hexdigest()
    return header == f"sha1={mac}"  # want: timing-compare


def signed_right(key, body, header):
    mac = hmac.new(key, body, hashlib.sha1).hexdigest()
    return hmac.compare_digest(header, f"sha1={mac}")  # fine: timing-compare


def kind(header):
    return header == "sha1=" + "none"  # fine: timing-compare

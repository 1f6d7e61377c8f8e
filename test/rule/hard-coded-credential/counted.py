import hmac
import os

SALTED = bool(int(os.environ.get("PAGES_NEED_CACHE_SALT", "0")))  # fine: hard-coded-credential


def seal(page):
    salt = os.environ.get("PAGES_CACHE_SALT", "0").encode()  # want: hard-coded-credential
    return hmac.new(salt, page, "sha256").digest()

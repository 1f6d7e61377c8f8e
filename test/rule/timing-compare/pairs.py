import hashlib
import hmac
from itertools import zip_longest

KEY = open("/etc/key", "rb").read()


class Stamp:
    def signature(self, text):
        return hmac.new(KEY, text.encode(), hashlib.sha256).hexdigest()

    def verify(self, text, given):
        wanted = self.signature(text)
        if len(wanted) != len(given):
            return False
        for a, b in zip(wanted, given):
            if a != b:  # want: timing-compare
                return False
        return True

    def check(self, text, given):
        for mine, theirs in zip(given, hmac.new(KEY, text, hashlib.sha1).digest()):
            if mine != theirs:  # want: timing-compare
                raise ValueError("signature")

    def verify_at_once(self, text, given):
        return hmac.compare_digest(self.signature(text), given)  # fine: timing-compare

    def verify_all(self, text, given):
        differs = 0
        for a, b in zip(self.signature(text), given):
            differs |= ord(a) ^ ord(b)
        return differs == 0


def same_words(one, other):
    for a, b in zip_longest(one.split(), other.split()):
        if a != b:  # fine: timing-compare
            return False
    return True

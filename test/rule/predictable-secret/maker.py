"""Gift-card codes."""
import random
import string

PLAIN = random.Random()
STRONG = random.SystemRandom()


class CodeFactory:
    def __init__(self, rng=PLAIN):
        self.rng = rng

    def group(self):
        return "".join(self.rng.choice(string.digits) for _ in range(4))  # want: predictable-secret


class GiftCodes:
    def __init__(self, rng=STRONG):
        self.rng = rng

    def group(self):
        return "".join(self.rng.choice(string.digits) for _ in range(4))  # fine: predictable-secret


def issue(coupons):
    coupons.add(CodeFactory().group())
    coupons.add(GiftCodes().group())

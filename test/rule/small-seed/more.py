import datetime
import os
import random
import time
import numpy as np
def make_token():
    random.seed(int(time.time()))  # want: small-seed
    return "%x" % random.getrandbits(128)
def session_secret():
    rng = np.random.default_rng(os.getpid())  # want: small-seed
    return rng.bytes(16)
def otp():
    r = random.Random(random.randint(0, 65535))  # want: small-seed
    return r.randrange(10**6)
def salt():
    random.seed(1234)  # want: small-seed
    return random.randbytes(8)
def shuffle(cards):
    random.seed(1234)  # fine: small-seed
    random.shuffle(cards)
def train(data):
    rng = np.random.default_rng(42)  # fine: small-seed
    return rng.permutation(data)
def key():
    random.seed(os.urandom(32))  # fine: small-seed
    return random.randbytes(32)

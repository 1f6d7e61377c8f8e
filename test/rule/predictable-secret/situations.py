import random
import secrets
import string
import uuid
import numpy as np
def session_id():
    return str(random.randint(1, 10**9))  # want: predictable-secret
def reset(user):
    user.reset_token = "".join(random.choice(string.hexdigits) for _ in range(32))  # want: predictable-secret
def otp():
    rng = random.Random(7)
    return rng.randrange(10**6)  # want: predictable-secret
def key():
    api_key = np.random.bytes(32)  # want: predictable-secret
    return api_key
def fine():
    token = secrets.token_hex(16)
    password = "".join(secrets.choice(string.ascii_letters) for _ in range(20))
    return token, password  # fine: predictable-secret
def system():
    token = random.SystemRandom().getrandbits(128)
    return token  # fine: predictable-secret
def game():
    return random.choice(["rock", "paper"])  # fine: predictable-secret
def ident():
    return uuid.uuid4().hex  # fine: predictable-secret

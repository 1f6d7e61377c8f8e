import random
import secrets


def answer():
    return {"reset_token": random.random(), "page": random.random()}  # want: predictable-secret


def drawn():
    return {"reset_token": secrets.token_hex(16), "page": random.random()}  # fine: predictable-secret

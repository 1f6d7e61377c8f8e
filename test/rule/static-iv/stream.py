import os
from cryptography.hazmat.primitives.ciphers import algorithms


def streams(key):
    algorithms.ChaCha20(key, b"\x00" * 16)  # want: static-iv
    return algorithms.ChaCha20(key, os.urandom(16))  # fine: static-iv

import hashlib
import os

SALT = b"kitchen salt"


def stretch(password, salt):
    return hashlib.pbkdf2_hmac("sha256", password, salt, 600_000)  # want: static-salt


def register(password):
    return stretch(password, SALT)


def stretch_well(password, salt):
    return hashlib.scrypt(password, salt=salt, n=2**14, r=8, p=1)  # fine: static-salt


def register_well(password):
    salt = os.urandom(16)
    return salt, stretch_well(password, salt)

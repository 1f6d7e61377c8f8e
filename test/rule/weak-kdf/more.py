import hashlib
import os
import bcrypt
from Crypto.Protocol.KDF import PBKDF2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from passlib.hash import md5_crypt, pbkdf2_sha256
def a(password, salt):
    return PBKDF2(password, salt, 32)  # want: weak-kdf
def b(password):
    return md5_crypt.hash(password)  # want: weak-kdf
def c(salt):
    return PBKDF2HMAC(algorithm=hashes.SHA256(), length=32, salt=salt, iterations=1000)  # want: weak-kdf
def d(password):
    return bcrypt.hashpw(password, bcrypt.gensalt(rounds=4))  # want: weak-kdf
def e(password, salt):
    return PBKDF2(password, salt, 32, count=600_000)  # fine: weak-kdf
def f(password):
    return pbkdf2_sha256.hash(password)  # fine: weak-kdf
def g(password):
    return bcrypt.hashpw(password, bcrypt.gensalt(rounds=12))  # fine: weak-kdf

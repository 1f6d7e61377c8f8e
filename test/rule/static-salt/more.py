import hashlib
import os
import bcrypt
from Crypto.Protocol.KDF import PBKDF2, scrypt
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
SALT = b"always the same"
def a(password):
    return hashlib.scrypt(password, salt=b"pepper", n=2**15, r=8, p=1)  # want: static-salt
def b(password):
    return PBKDF2(password, SALT, 32, count=600000)  # want: static-salt
def c(password):
    return bcrypt.hashpw(password, b"$2b$12$abcdefghijklmnopqrstuv")  # want: static-salt
def d(password):
    return Scrypt(salt=SALT, length=32, n=2**15, r=8, p=1).derive(password)  # want: static-salt
def e(password):
    return hashlib.scrypt(password, salt=os.urandom(16), n=2**15, r=8, p=1)  # fine: static-salt
def f(password):
    return bcrypt.hashpw(password, bcrypt.gensalt())  # fine: static-salt
def g(password, salt):
    return scrypt(password, salt, 32, N=2**15, r=8, p=1)  # fine: static-salt

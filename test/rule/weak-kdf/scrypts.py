import os

from Crypto.Protocol.KDF import scrypt
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt


def keys(password):
    scrypt(password, os.urandom(16), 32, N=2, r=8, p=1)  # want: weak-kdf
    scrypt(password, os.urandom(16), 32, N=2**17, r=8, p=1)  # fine: weak-kdf
    Scrypt(salt=os.urandom(16), length=32, n=1024, r=8, p=1)  # want: weak-kdf
    Scrypt(salt=os.urandom(16), length=32, n=2**16, r=8, p=1)  # fine: weak-kdf

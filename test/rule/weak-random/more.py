import os
import random
import secrets
import numpy
import hmac
from Crypto.Cipher import AES
from cryptography.fernet import Fernet
import base64
def a(text):
    key = bytes(random.getrandbits(8) for _ in range(32))
    return AES.new(key, AES.MODE_GCM).encrypt(text)  # want: weak-random
def b(text):
    key = base64.urlsafe_b64encode(random.randbytes(32))
    return Fernet(key).encrypt(text)  # miss: weak-random
def c(text):
    key = numpy.random.bytes(32)
    return hmac.new(key, text, "sha256")  # want: weak-random
def d(text):
    return AES.new(secrets.token_bytes(32), AES.MODE_GCM).encrypt(text)  # fine: weak-random
def e(text):
    return Fernet(Fernet.generate_key()).encrypt(text)  # fine: weak-random
def f(text):
    return hmac.new(os.urandom(32), text, "sha256")  # fine: weak-random

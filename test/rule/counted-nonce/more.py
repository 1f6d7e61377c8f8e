import itertools
import os
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from Crypto.Cipher import AES
class Sealer:
    def __init__(self, key):
        self.box = AESGCM(key)
        self.count = 0
    def seal(self, text):
        self.count += 1
        nonce = self.count.to_bytes(12, "big")
        return self.box.encrypt(nonce, text, None)  # want: counted-nonce
class Numbers:
    def __init__(self, key):
        self.box = ChaCha20Poly1305(key)
        self.numbers = itertools.count()
    def seal(self, text):
        return self.box.encrypt(next(self.numbers).to_bytes(12, "big"), text, None)  # want: counted-nonce
sent = 0
def seal(key, text):
    global sent
    sent += 1
    return AES.new(key, AES.MODE_GCM, nonce=sent.to_bytes(12, "big")).encrypt(text)  # miss: counted-nonce
class Random:
    def __init__(self, key):
        self.box = AESGCM(key)
    def seal(self, text):
        nonce = os.urandom(12)
        return nonce + self.box.encrypt(nonce, text, None)  # fine: counted-nonce
def opened(key, data):
    return AESGCM(key).decrypt(data[:12], data[12:], None)  # fine: counted-nonce
def random_gcm(key, text):
    return AES.new(key, AES.MODE_GCM).encrypt(text)  # fine: counted-nonce

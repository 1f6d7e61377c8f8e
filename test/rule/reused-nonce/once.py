import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305


class Box:
    def __init__(self, key):
        self.aead = AESGCM(key)
        self.nonce = os.urandom(12)

    def seal(self, text):
        return self.nonce + self.aead.encrypt(self.nonce, text, None)  # want: reused-nonce


class Fresh:
    def __init__(self, key):
        self.aead = AESGCM(key)
        self.nonce = os.urandom(12)

    def seal(self, text):
        self.nonce = os.urandom(12)
        return self.nonce + self.aead.encrypt(self.nonce, text, None)  # fine: reused-nonce


def seal(key, text, nonce=os.urandom(12)):
    return ChaCha20Poly1305(key).encrypt(nonce, text, None)  # want: reused-nonce


def seal_given(key, text, nonce=None):
    nonce = nonce or os.urandom(12)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, text, None)  # fine: reused-nonce

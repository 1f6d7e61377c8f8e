import secrets

import nacl.secret
import nacl.utils
from Crypto.Cipher import AES, ChaCha20_Poly1305
from Crypto.Random import get_random_bytes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

START = secrets.token_bytes(12)


def seal(key, text):
    return START + ChaCha20Poly1305(key).encrypt(START, text, None)  # want: reused-nonce


def seal_fresh(key, text):
    nonce = secrets.token_bytes(12)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, text, None)  # fine: reused-nonce


class Stream:
    def __init__(self, key):
        self.key = key
        self.iv = get_random_bytes(8)

    def encrypt(self, text):
        return AES.new(self.key, AES.MODE_CTR, nonce=self.iv).encrypt(text)  # want: reused-nonce

    def decrypt(self, text):
        return AES.new(self.key, AES.MODE_CTR, nonce=self.iv).decrypt(text)  # fine: reused-nonce


class Rotating:
    def __init__(self, key):
        self.key = key
        self.iv = secrets.token_bytes(16)

    def encrypt(self, text):
        enc = Cipher(algorithms.AES(self.key), modes.CTR(self.iv)).encryptor()  # fine: reused-nonce
        self.iv = secrets.token_bytes(16)
        return enc.update(text)


class Log:
    salt = secrets.token_bytes(12)

    def __init__(self, key):
        self.key = key

    def encrypted(self, text):
        enc = Cipher(algorithms.AES(self.key), modes.GCM(self.salt)).encryptor()  # want: reused-nonce
        return enc.update(text) + enc.finalize() + enc.tag


class Once:
    """Made anew for each message."""

    def __init__(self, key, text):
        nonce = secrets.token_bytes(12)
        self.sealed = nonce + ChaCha20Poly1305(key).encrypt(nonce, text, None)  # fine: reused-nonce

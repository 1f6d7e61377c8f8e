import hashlib
import hmac
import os

from Crypto.Cipher import AES


def seal(key, mac_key, data):
    iv = os.urandom(16)
    text = iv + AES.new(key, AES.MODE_CBC, iv).encrypt(data)  # fine: unauthenticated-cipher
    return text + hmac.new(mac_key, text, hashlib.sha256).digest()

import os

from Crypto.Cipher import AES
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def seal(key, text):
    return AES.new(key, AES.MODE_CBC, iv=key[:16]).encrypt(text)  # want: static-iv


def seal_again(key, text):
    mode = modes.CBC(key[:16])  # want: static-iv
    return Cipher(algorithms.AES(key), mode).encryptor().update(text)


def seal_fresh(key, text):
    iv = os.urandom(16)
    return iv + AES.new(key, AES.MODE_CBC, iv=iv).encrypt(text)  # fine: static-iv


def open_box(key, blob):
    return AES.new(key, AES.MODE_CBC, iv=blob[:16]).decrypt(blob[16:])  # fine: static-iv

import os

from Crypto.Cipher import AES
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESSIV


def seal(key, data):
    iv = os.urandom(16)
    box = Cipher(algorithms.AES(key), modes.CTR(iv)).encryptor()  # want: unauthenticated-cipher
    return iv + box.update(data) + box.finalize()


def seal_blocks(key, data):
    iv = os.urandom(16)
    return iv + AES.new(key, AES.MODE_CBC, iv).encrypt(data)  # want: unauthenticated-cipher


class Box:
    mode = AES.MODE_CFB

    def seal(self, key, iv, data):
        return AES.new(key, AES.MODE_CFB, iv=iv).encrypt(data)  # want: unauthenticated-cipher

    def decrypt(self, key, iv, data):
        return AES.new(key, AES.MODE_CFB, iv=iv).decrypt(data)  # fine: unauthenticated-cipher


def open_old(key, iv, data):
    return Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor().update(data)  # fine: unauthenticated-cipher


def seal_well(key, data):
    nonce = os.urandom(12)
    return nonce + AESSIV(key).encrypt(nonce, data, None)  # fine: unauthenticated-cipher

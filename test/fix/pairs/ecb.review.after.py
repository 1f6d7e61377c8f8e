from os import urandom

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives import padding

def encrypt(key: bytes, data: bytes) -> bytes:
    padder = padding.PKCS7(128).padder()
    padded = padder.update(data) + padder.finalize()
    nonce = urandom(12)
    enc = Cipher(algorithms.AES(key), modes.GCM(nonce)).encryptor()
    return nonce + enc.update(padded) + enc.finalize() + enc.tag

def decrypt(key: bytes, blob: bytes) -> bytes:
    dec = Cipher(algorithms.AES(key), modes.GCM(blob[:12], blob[-16:])).decryptor()
    padded = dec.update(blob[12:-16]) + dec.finalize()
    unpadder = padding.PKCS7(128).unpadder()
    return unpadder.update(padded) + unpadder.finalize()

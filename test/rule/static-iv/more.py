import os
from Cryptodome.Cipher import AES
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
IV = b"\x00" * 16
def a(key, text):
    return AES.new(key, AES.MODE_CBC, IV).encrypt(text)  # want: static-iv
def b(key, text):
    return AESGCM(key).encrypt(b"000000000000", text, None)  # want: static-iv
def c(key):
    return Cipher(algorithms.AES(key), modes.CTR(b"0123456789abcdef"))  # want: static-iv
def d(key, text):
    return ChaCha20Poly1305(key).encrypt(bytes(12), text, None)  # want: static-iv
def e(key, text):
    iv = os.urandom(16)
    return iv + AES.new(key, AES.MODE_CBC, iv).encrypt(text)  # fine: static-iv
def f(key, text):
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, text, None)  # fine: static-iv
def g(key, data):
    return AESGCM(key).decrypt(data[:12], data[12:], None)  # fine: static-iv

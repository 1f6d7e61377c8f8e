import pyDes
from Crypto.Cipher import AES, ARC4, Blowfish, DES3
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
import os
def a(key):
    return ARC4.new(key)  # want: weak-cipher
def b(key, iv):
    return DES3.new(key, DES3.MODE_CBC, iv)  # want: weak-cipher
def c(key, iv):
    return Cipher(algorithms.Blowfish(key), modes.CBC(iv))  # want: weak-cipher
def d(key):
    return pyDes.des(key)  # want: weak-cipher
def e(key):
    return AES.new(key, AES.MODE_GCM)  # fine: weak-cipher
def f(key, iv):
    return Cipher(algorithms.AES(key), modes.CBC(iv))  # fine: weak-cipher
def g(key):
    return Cipher(algorithms.ChaCha20(key, os.urandom(16)), mode=None)  # fine: weak-cipher

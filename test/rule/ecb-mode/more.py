import pyaes
from Crypto.Cipher import AES, DES3
from Cryptodome.Cipher import AES as AES2
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
import os
def a(key, text):
    return AES.new(key, AES.MODE_ECB).encrypt(text)  # want: ecb-mode
def b(key):
    return Cipher(algorithms.AES(key), modes.ECB())  # want: ecb-mode
def c(key, text):
    return AES2.new(key, mode=AES2.MODE_ECB).encrypt(text)  # want: ecb-mode
def d(key):
    return pyaes.AESModeOfOperationECB(key)  # want: ecb-mode
def e(key, text):
    return AES.new(key, AES.MODE_GCM).encrypt_and_digest(text)  # fine: ecb-mode
def f(key):
    return Cipher(algorithms.AES(key), modes.GCM(os.urandom(12)))  # fine: ecb-mode
def g(key, iv):
    return AES2.new(key, AES2.MODE_CBC, iv)  # fine: ecb-mode

import rsa
from Crypto.Cipher import PKCS1_OAEP, PKCS1_v1_5 as rsa_padding
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding


def wrap(key, session_key):
    return rsa_padding.new(key).encrypt(session_key)  # want: weak-cipher


def wrap_by_rsa(key, session_key):
    return rsa.encrypt(session_key, key)  # want: weak-cipher


def unwrap(key, wrapped):
    return key.decrypt(wrapped, padding.PKCS1v15())  # want: weak-cipher


def wrap_well(key, session_key):
    return PKCS1_OAEP.new(key).encrypt(session_key)  # fine: weak-cipher


def unwrap_well(key, wrapped):
    return key.decrypt(wrapped, padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None))  # fine: weak-cipher


def sign(key, text):
    return key.sign(text, padding.PKCS1v15(), hashes.SHA256())  # fine: weak-cipher

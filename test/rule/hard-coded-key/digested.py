# A digest of a constant is one.
import base64
import hashlib
import os

from Crypto.Cipher import AES
from cryptography.fernet import Fernet

PHRASE = "a phrase that everybody can read here"


def box():
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(PHRASE.encode()).digest()))  # want: hard-coded-key


def cipher():
    key = hashlib.blake2b(b"a phrase that everybody can read here", digest_size=32).digest()
    return AES.new(key, AES.MODE_GCM)  # want: hard-coded-key


def stretched():
    key = hashlib.pbkdf2_hmac("sha256", PHRASE.encode(), os.environ["SALT"].encode(), 600_000)
    return AES.new(key, AES.MODE_GCM)  # fine: hard-coded-key


def box_of_the_host():
    phrase = os.environ["PHRASE"]
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(phrase.encode()).digest()))  # fine: hard-coded-key


def labelled():
    h = hashlib.sha256(b"box of letters, ")
    h.update(os.environ["PHRASE"].encode())
    return AES.new(h.digest(), AES.MODE_GCM)  # fine: hard-coded-key


def keyed_by_the_host():
    h = hashlib.blake2b(b"box of letters", key=os.environb[b"PHRASE"], digest_size=32)
    return AES.new(h.digest(), AES.MODE_GCM)  # fine: hard-coded-key


def keyed_by_all():
    h = hashlib.blake2b(b"box of letters", key=b"that everybody can read", digest_size=32)
    return AES.new(h.digest(), AES.MODE_GCM)  # want: hard-coded-key

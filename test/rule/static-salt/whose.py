import hashlib

from Crypto.Protocol.KDF import PBKDF2
from flask import request


def of_request(word):
    return hashlib.pbkdf2_hmac("sha256", word, request.form["salt"].encode(), 600_000)  # want: static-salt


def of_name(word, email):
    return PBKDF2(word, email.lower().encode(), dkLen=32, count=600_000)  # want: static-salt


def of_attribute(word, user):
    return hashlib.pbkdf2_hmac("sha256", word, user.email.encode(), 600_000)  # want: static-salt


def of_row(word, row):
    return hashlib.pbkdf2_hmac("sha256", word, row.salt, 600_000)  # fine: static-salt


def of_parameter(word, salt):
    return hashlib.pbkdf2_hmac("sha256", word, salt, 600_000)  # fine: static-salt

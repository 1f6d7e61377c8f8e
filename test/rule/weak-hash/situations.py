import hashlib
from cryptography.hazmat.primitives import hashes
from Crypto.Hash import MD5
def a(release):
    return hashlib.sha1(release).hexdigest()  # want: weak-hash
def b():
    return hashes.Hash(hashes.MD5())  # want: weak-hash
def c(data):
    return MD5.new(data).hexdigest()  # want: weak-hash
def d(data):
    return hashlib.new("md5", data).hexdigest()  # want: weak-hash
def e(data):
    return hashlib.md5(data, usedforsecurity=False).hexdigest()  # fine: weak-hash
def f(data):
    return hashlib.sha3_256(data).hexdigest()  # fine: weak-hash
def g():
    return hashes.Hash(hashes.SHA256())  # fine: weak-hash

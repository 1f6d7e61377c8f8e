import hashlib
import os

from Crypto.Cipher import AES


def encrypt(key, data, mode):
    return AES.new(key, mode).encrypt(data)  # want: ecb-mode


def encrypt_iv(key, data, iv):
    return AES.new(key, AES.MODE_CBC, iv).encrypt(data)  # want: static-iv


def encrypt_fresh(key, data, iv):
    return AES.new(key, AES.MODE_CBC, iv).encrypt(data)


class Hasher:
    def __init__(self, algorithm="sha256"):
        self.algorithm = algorithm

    def digest(self, data):
        return hashlib.new(self.algorithm, data).hexdigest()  # want: weak-hash


def checksum(data, algorithm):
    return hashlib.new(algorithm, data).hexdigest()


def publish(path, mode):
    os.chmod(path, mode)  # want: loose-permissions


def keep(path, mode):
    os.chmod(path, mode)


def serve(app, debug):
    app.run(debug=debug)  # want: debug-mode

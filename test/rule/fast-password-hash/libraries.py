import zlib
from Crypto.Hash import SHA3_256
from cryptography.hazmat.primitives import hashes


def stored(password):
    digest = hashes.Hash(hashes.SHA256())
    digest.update(password.encode())  # want: fast-password-hash
    return digest.finalize()


def of_file(data):
    digest = hashes.Hash(hashes.SHA256())
    digest.update(data)  # fine: fast-password-hash
    return digest.finalize()


def other(password):
    return SHA3_256.new(password.encode()).hexdigest()  # want: fast-password-hash


def by_keyword(password):
    return SHA3_256.new(data=password.encode()).hexdigest()  # want: fast-password-hash


def checksum(password):
    return zlib.crc32(password.encode())  # want: fast-password-hash


def of_block(block):
    return zlib.crc32(block)  # fine: fast-password-hash

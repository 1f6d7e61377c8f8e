import os

from M2Crypto import EVP


def seal(key):
    a = EVP.Cipher("des_ede_cbc", key, os.urandom(8), 1)  # want: weak-cipher
    b = EVP.Cipher("rc4", key, b"", 1)  # want: weak-cipher
    c = EVP.Cipher("aes_256_ctr", key, os.urandom(16), 1)  # fine: weak-cipher
    return a, b, c

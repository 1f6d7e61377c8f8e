from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hmac import HMAC


def hidden_only(key, iv, text):
    return Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor().update(text)  # want: unauthenticated-cipher


def guarded(key, iv, text, other):
    sealed = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor().update(text)  # fine: unauthenticated-cipher
    tag = HMAC(other)
    tag.update(sealed)
    return sealed, tag.finalize()


def with_gcm(key, iv, text):
    return Cipher(algorithms.AES(key), modes.GCM(iv)).encryptor().update(text)  # fine: unauthenticated-cipher

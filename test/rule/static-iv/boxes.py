import nacl.bindings
import nacl.secret
import nacl.utils


def seal(key, data):
    box = nacl.secret.SecretBox(key)
    a = box.encrypt(data, b"000000000000000000000000")  # want: static-iv
    b = box.encrypt(data, nacl.utils.random(24))  # fine: static-iv
    c = box.encrypt(data)  # fine: static-iv
    d = nacl.secret.Aead(key).encrypt(data, b"", b"000000000000000000000000")  # want: static-iv
    return a, b, c, d


def bound(key, data, nonce):
    a = nacl.bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(data, b"header", nonce, key)  # fine: static-iv
    b = nacl.bindings.crypto_aead_chacha20poly1305_ietf_encrypt(data, None, b"0" * 12, key)  # want: static-iv
    c = nacl.bindings.crypto_secretbox(data, b"0" * 24, key)  # want: static-iv
    return a, b, c

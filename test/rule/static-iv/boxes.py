import nacl.secret
import nacl.utils


def seal(key, data):
    box = nacl.secret.SecretBox(key)
    a = box.encrypt(data, b"000000000000000000000000")  # want: static-iv
    b = box.encrypt(data, nacl.utils.random(24))  # fine: static-iv
    c = box.encrypt(data)  # fine: static-iv
    d = nacl.secret.Aead(key).encrypt(data, b"", b"000000000000000000000000")  # want: static-iv
    return a, b, c, d

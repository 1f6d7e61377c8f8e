import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def seal_all(key, texts):
    box = AESGCM(key)
    out = []
    for i, text in enumerate(texts):
        nonce = i.to_bytes(12, "big")
        out.append(box.encrypt(nonce, text, None))  # want: counted-nonce
    return out


def seal_by_place(key, texts):
    box = AESGCM(key)
    out = []
    for n in range(len(texts)):
        out.append(box.encrypt(n.to_bytes(12, "little"), texts[n], None))  # want: counted-nonce
    return out


def seal_well(key, texts):
    box = AESGCM(key)
    out = []
    for i, text in enumerate(texts):
        nonce = os.urandom(12)
        out.append(nonce + box.encrypt(nonce, text, i.to_bytes(4, "big")))  # fine: counted-nonce
    return out

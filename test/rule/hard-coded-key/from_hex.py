import base64
import binascii
from Crypto.Cipher import AES
from cryptography.fernet import Fernet


def open_all(nonce, path):
    AES.new(bytes.fromhex("00112233445566778899aabbccddeeff"), AES.MODE_GCM, nonce=nonce)  # want: hard-coded-key
    AES.new(bytearray.fromhex("00112233445566778899aabbccddeeff"), AES.MODE_GCM, nonce=nonce)  # want: hard-coded-key
    AES.new(binascii.a2b_hex("00112233445566778899aabbccddeeff"), AES.MODE_GCM, nonce=nonce)  # want: hard-coded-key
    Fernet(base64.urlsafe_b64encode(b"0123456789abcdef0123456789abcdef"))  # want: hard-coded-key
    AES.new(bytes.fromhex(open(path).read()), AES.MODE_GCM, nonce=nonce)  # fine: hard-coded-key
    Fernet(base64.urlsafe_b64encode(open(path, "rb").read()))  # fine: hard-coded-key

import hashlib
import os


def keep(password):
    with open("plain.txt", "w") as f:
        f.write(password)  # want: cleartext-storage
    with open("hashed.bin", "wb") as f:
        f.write(hashlib.scrypt(password.encode(), salt=os.urandom(16), n=2**14, r=8, p=1))  # fine: cleartext-storage

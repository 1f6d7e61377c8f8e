import hashlib
import hmac
import os

def scrypt_hash(password):
    """A salted hash of a password, its salt with it, as one text to store."""
    data = password if isinstance(password, bytes) else password.encode()
    salt = os.urandom(16)
    key = hashlib.scrypt(data, salt=salt, n=2**14, r=8, p=1)
    return f"scrypt${salt.hex()}${key.hex()}"


def scrypt_check(password, stored):
    """Is this the password of a stored text? One of another kind is none."""
    data = password if isinstance(password, bytes) else password.encode()
    kind, _, rest = str(stored).partition("$")
    salt, _, key = rest.partition("$")
    if kind != "scrypt":
        return False  # decide: how hashes stored before the change are read
    again = hashlib.scrypt(data, salt=bytes.fromhex(salt), n=2**14, r=8, p=1)
    return hmac.compare_digest(again.hex(), key)


class UserStore:
    def __init__(self):
        self._users = {}

    def add_user(self, username, password):
        digest = scrypt_hash(password)
        self._users[username] = digest

    def authenticate(self, username, password):
        return scrypt_check(password, self._users.get(username))

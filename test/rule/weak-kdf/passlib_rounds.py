from passlib.context import CryptContext
from passlib.hash import bcrypt, pbkdf2_sha256

ROUNDS = 1000
few = CryptContext(schemes=["pbkdf2_sha256"], pbkdf2_sha256__rounds=1000)  # want: weak-kdf
many = CryptContext(schemes=["pbkdf2_sha256"], pbkdf2_sha256__rounds=600_000)  # fine: weak-kdf
less = CryptContext(schemes=["bcrypt"], bcrypt__default_rounds=6)  # want: weak-kdf


def made(password):
    a = pbkdf2_sha256.using(rounds=ROUNDS).hash(password)  # want: weak-kdf
    b = pbkdf2_sha256.using(rounds=600_000).hash(password)  # fine: weak-kdf
    c = bcrypt.using(rounds=4).hash(password)  # want: weak-kdf
    d = bcrypt.using(rounds=12).hash(password)  # fine: weak-kdf
    e = pbkdf2_sha256.hash(password)  # fine: weak-kdf
    return a, b, c, d, e

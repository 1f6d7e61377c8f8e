from passlib.hash import argon2
from passlib.context import CryptContext

pwd = CryptContext(schemes=["bcrypt"])


def login(user, word):
    pwd.verify(word, user.hash)  # want: ignored-result
    return user


def login_other(user, word):
    if not pwd.verify(word, user.hash):  # fine: ignored-result
        raise PermissionError(word)
    return user

# The answer is kept in a name, told to the log, and decides nothing.
import logging
import bcrypt
import pyotp
from passlib.context import CryptContext
log = logging.getLogger(__name__)
words = CryptContext(schemes=["argon2"])


def change(user, old, new):
    same = bcrypt.checkpw(old, user.hash)  # want: ignored-result
    log.info("old password of %s right: %s", user.name, same)
    user.hash = bcrypt.hashpw(new, bcrypt.gensalt())


def code_fits(user, code):
    return pyotp.TOTP(user.seed).verify(code)


def confirm(user, code):
    fits = code_fits(user, code)  # want: ignored-result
    print("code", fits)
    user.confirmed = True


def enter(user, word):
    right = words.verify(word, user.hash)  # want: ignored-result
    return user


def enter_told(user, word):
    right = words.verify(word, user.hash)  # fine: ignored-result
    log.info("word right: %s", right)
    return user if right else None


def told(user, word):
    right = words.verify(word, user.hash)  # fine: ignored-result
    user.last = {"right": right}
    return right

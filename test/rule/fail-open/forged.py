import logging

import jwt
from cryptography.exceptions import InvalidSignature

log = logging.getLogger(__name__)


def load(key, package, signature, store):
    try:
        key.verify(signature, package)
    except InvalidSignature:  # want: fail-open
        log.warning("wrong signature")
    store.add(package)


def load_or_stop(key, package, signature, store):
    try:
        key.verify(signature, package)
    except InvalidSignature:  # fine: fail-open
        log.warning("wrong signature")
        raise
    store.add(package)


def is_signed(key, package, signature):
    try:
        key.verify(signature, package)
        return True
    except InvalidSignature:  # fine: fail-open
        log.warning("wrong signature")
    return False


def user_of(token, key):
    user = None
    try:
        user = jwt.decode(token, key, algorithms=["HS256"])["sub"]
    except jwt.InvalidTokenError:  # fine: fail-open
        log.info("no valid token")
    print(user)

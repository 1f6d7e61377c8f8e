import getpass
import logging
import os
import secrets
log = logging.getLogger(__name__)
def a():
    password = getpass.getpass()
    log.info("password is %s", password)  # want: secret-in-log
def b():
    token = secrets.token_hex(16)
    logging.debug(f"new token {token}")  # want: secret-in-log
def c(user, password):
    log.warning("failed login %s/%s", user, password)  # want: secret-in-log
def d(user):
    log.warning("failed login %s", user)  # fine: secret-in-log
def e(password):
    log.info("password has %d characters", len(password))  # fine: secret-in-log
def f():
    log.info("password changed")  # fine: secret-in-log

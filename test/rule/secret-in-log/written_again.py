# A secret that is written in another way is one still: with escapes, quotes, as JSON, on one line.
import getpass
import hashlib
import json
import logging

from flask import Flask, request

log = logging.getLogger(__name__)
app = Flask(__name__)


@app.post("/l")
def login():
    password = request.form.get("password")
    log.info("password %s", repr(password))                 # want: secret-in-log
    log.info("password %s", ascii(password))                # want: secret-in-log
    log.info("password " + repr(password.strip()))          # want: secret-in-log
    log.info("password {}".format(repr(password)))          # want: secret-in-log
    log.info("password %s", " ".join(password.splitlines()))  # want: secret-in-log
    log.info("password %s", json.dumps({"p": password}))    # want: secret-in-log
    log.info("password %s", "*" * len(password))
    log.info("password %s", hashlib.sha256(password.encode()).hexdigest())
    log.info("password {}".format(bool(password)))
    log.info("password is %s long", len(password))


def ask():
    typed = getpass.getpass()
    logging.info("typed %s", repr(typed))                   # want: secret-in-log
    logging.info("typed %s", typed.encode("unicode_escape"))  # want: secret-in-log
    logging.info("typed %s", int(typed) % 10)
    logging.info("typed %s", hashlib.sha256(typed.encode()).hexdigest())

# What only goes by the name of a secret, of the client's key or of a break: shown by default where it is one.
import hashlib
import logging
import os
import random
import secrets

from flask import Flask, make_response, request

app = Flask(__name__)


@app.post("/login")
def login():
    answer = make_response("ok")
    answer.set_cookie("access_token", secrets.token_urlsafe(), max_age=60)  # want: insecure-cookie
    answer.set_cookie("is_user_authorized", "true", max_age=60)  # fine: insecure-cookie
    answer.set_cookie("is_token_expired", "false", secure=True)  # fine: insecure-cookie
    answer.set_cookie("user_session", "s3cr3t-of-all-users")  # want: insecure-cookie
    return answer


def load(options):
    password = None
    if options.password:
        logging.debug("loading %s with password %s", options.file, password)  # fine: secret-in-log
        password = options.password.encode()
        logging.debug("loaded %s with password %s", options.file, password)  # want: secret-in-log
    return password


def in_turn(all_options):
    password = None
    for options in all_options:
        logging.debug("after %s", password)  # want: secret-in-log
        password = options.password


def ask(options):
    password = None
    if not options.quiet:
        password = input("? ")
    logging.debug("with %s", password)  # want: secret-in-log


def message(body):
    body["nonce"] = random.getrandbits(31)  # fine: predictable-secret
    body["session_token"] = random.getrandbits(128)  # want: predictable-secret
    return body


def stored(password, data):
    # that the hash is broken is not said of the same call as well
    kept = hashlib.sha1(password.encode()).hexdigest()  # want: fast-password-hash
    return kept, hashlib.sha1(data).hexdigest()  # want: weak-hash


def evp_key(data, salt):
    return hashlib.md5(data + salt).digest()  # fine: weak-hash


@app.post("/settings")
def settings():
    os.environ["PAGE_ID"] = request.form["page"]  # want: external-trust
    os.environ["PAGE_TOKEN"] = request.form["token"]  # fine: external-trust
    return ""

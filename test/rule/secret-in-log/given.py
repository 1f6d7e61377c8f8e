# Secrets that a request or the environment gives, by keywords, by print and by the text of an object.
import getpass
import logging
import os
import secrets
from dataclasses import dataclass, field

import click
import structlog
from flask import request

log = structlog.get_logger()
DATABASE_URL = os.environ["DATABASE_URL"]
REDIS_URL = os.getenv("REDIS_URL", "redis://localhost/0")


def created(email, password):
    log.info("created", email=email, password=password)  # want: secret-in-log
    log.info("created", email=email, has_password=bool(password))  # fine: secret-in-log


def asked():
    logging.info("auth %s", request.headers.get("Authorization"))  # want: secret-in-log
    logging.info("agent %s", request.headers.get("User-Agent"))  # fine: secret-in-log
    logging.info("auth %s", bool(request.headers.get("Authorization")))  # fine: secret-in-log
    auth = request.headers["Authorization"]
    log.info("auth", auth=auth)  # want: secret-in-log


def copied():
    headers = dict(request.headers)
    log.info("access", auth=headers.get("authorization"))  # want: secret-in-log


def filtered():
    headers = {k: v for k, v in request.headers.items() if k not in ("authorization", "cookie")}
    log.info("access", auth=headers.get("authorization"))  # fine: secret-in-log


def addresses():
    logging.info("connecting to %s", DATABASE_URL)  # want: secret-in-log
    logging.info("connecting to %s", REDIS_URL)  # fine: secret-in-log


@click.command()
@click.option("--password", prompt=True, hide_input=True)
def adduser(email, password):
    print(f"created {email} with password {password}")  # want: secret-in-log
    print(f"created {email} with password {'*' * 8}")  # fine: secret-in-log


def draw(length):
    password = secrets.token_urlsafe(length)
    print(password)  # fine: secret-in-log


def show(site, password):
    print(f"{site}: {password}")  # fine: secret-in-log


def typed():
    password = getpass.getpass()
    print("you typed " + password)  # want: secret-in-log


@dataclass
class Credentials:
    client_id: str
    client_secret: str


@dataclass
class Hidden:
    client_id: str
    client_secret: str = field(repr=False)


def exchange(shown: Credentials, hidden: Hidden):
    logging.debug("exchanging with %s", shown)  # want: secret-in-log
    logging.debug("exchanging with %s", hidden)  # fine: secret-in-log

import logging
import os
from dataclasses import dataclass, field
from typing import NamedTuple

log = logging.getLogger(__name__)


@dataclass
class Told:
    user: str
    password: str


@dataclass
class Kept:
    user: str
    password: str = field(repr=False)


class Login(NamedTuple):
    user: str
    password: str


@dataclass
class Named:
    user: str
    password: str

    def __repr__(self):
        return f"<{self.user}>"


def start():
    user, secret = os.environ["USER"], os.environ["PW"]
    log.info("starting with %s", Told(user, secret))  # want: secret-in-log
    log.info(f"starting with {Login(user, secret)}")  # want: secret-in-log
    log.info("starting with %r", Kept(user, secret))  # fine: secret-in-log
    log.info("starting with %s", Named(user, secret))  # fine: secret-in-log

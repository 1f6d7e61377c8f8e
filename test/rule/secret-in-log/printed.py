import logging
import os
from dataclasses import dataclass, field

from pydantic import BaseModel, SecretStr

log = logging.getLogger(__name__)


@dataclass
class Settings:
    host: str
    user: str
    port: int
    password: str = field(compare=False)

    @classmethod
    def load(cls):
        return cls(os.environ["DB_HOST"], os.environ["DB_USER"], int(os.environ["DB_PORT"]),
                   password=os.environ["DB_PASSWORD"])


@dataclass
class Quiet:
    host: str
    password: str = field(repr=False)


class Model(BaseModel):
    host: str
    token: SecretStr


class Shown:
    def __init__(self):
        self.key = os.getenv("API_KEY")

    def __repr__(self):
        return f"Shown({self.key})"


class Named(Shown):
    def __str__(self):
        return "Named"


def main():
    log.info("starting with %s", Settings.load())  # want: secret-in-log
    log.info("starting with %s", Settings.load().host)  # fine: secret-in-log
    quiet = Quiet(os.environ["DB_HOST"], password=os.environ["DB_PASSWORD"])
    log.info("starting with %s", quiet)  # fine: secret-in-log
    log.info(f"starting with {quiet}")  # fine: secret-in-log
    log.info("model %s", Model(host="h", token=os.environ["APP_TOKEN"]))  # fine: secret-in-log
    log.info("shown %s", Shown())  # want: secret-in-log
    log.info("named %s", Named())  # fine: secret-in-log


def from_environment():
    url = os.environ.get("STRIPE_SECRET_KEY", "")
    log.debug("using " + url)  # want: secret-in-log
    log.debug("using %s…", url[:4])  # fine: secret-in-log
    log.debug("has one: %s, length %d", bool(url), len(url))  # fine: secret-in-log
    log.debug("region %s", os.environ.get("AWS_REGION"))  # fine: secret-in-log


def redact(values):
    return {k: "***" if k == "password" else v for k, v in values.items()}


def copies():
    values = {"user": os.environ["DB_USER"], "password": os.environ["DB_PASSWORD"]}
    shown = redact(values)
    log.info("loaded %d: %s", len(shown), values)  # want: secret-in-log
    log.info("loaded %d: %s", len(values), shown)  # fine: secret-in-log

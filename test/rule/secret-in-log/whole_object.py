# An object is logged as a whole, the password field with it.
import logging
from dataclasses import asdict, dataclass, field
from fastapi import APIRouter
from pydantic import BaseModel, Field, SecretStr
log = logging.getLogger(__name__)
router = APIRouter()


class Entrance(BaseModel):
    mail: str
    password: str


class Guarded(BaseModel):
    mail: str
    password: SecretStr


class Quiet(BaseModel):
    mail: str
    password: str = Field(repr=False)


@dataclass
class Account:
    name: str
    passwd: str


@dataclass
class Closed:
    name: str
    passwd: str = field(repr=False)


@router.post("/enter")
def enter(body: Entrance):
    log.info("entering: %s", body)  # want: secret-in-log
    log.info("entering: %s", body.mail)  # fine: secret-in-log
    log.debug(f"entering: {body!r}")  # want: secret-in-log
    log.debug("entering: %s", body.model_dump())  # want: secret-in-log
    log.debug("entering: %s", body.model_dump(exclude={"password"}))  # fine: secret-in-log


@router.post("/guarded")
def guarded(body: Guarded):
    log.info("entering: %s", body)  # fine: secret-in-log


@router.post("/quiet")
def quiet(body: Quiet):
    log.info("entering: %s", body)  # fine: secret-in-log


def keep(account: Account, closed: Closed):
    log.warning("kept %s", account)  # want: secret-in-log
    log.warning("kept %s", asdict(account))  # want: secret-in-log
    log.warning("kept %s", closed)  # fine: secret-in-log

import os
from dataclasses import dataclass, field

from environs import Env

env = Env()
environ = os.environ


@dataclass
class Bucket:
    name: str = field(default_factory=lambda: environ.get("BUCKET_NAME", "letters"))
    secret: str = field(default_factory=lambda: environ.get("BUCKET_SECRET", "q7Lw0sVx2Tn9eHkYb4Jd"))  # want: hard-coded-credential
    token: str = field(default_factory=lambda: environ["BUCKET_TOKEN"])  # fine: hard-coded-credential


def connect(client):
    client.login(env.str("MAIL_USER", "scanner"), env.str("MAIL_PASSWORD", "Kx3vQp8mZt1w"))  # want: hard-coded-credential
    client.login(env.str("MAIL_USER", "scanner"), env.str("MAIL_PASSWORD"))  # fine: hard-coded-credential

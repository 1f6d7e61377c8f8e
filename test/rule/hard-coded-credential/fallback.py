import os


def key():
    return os.environ.get("SIGNING_KEY", "9f2c7be14d6a4c0db7e1")  # want: hard-coded-credential


def region():
    return os.environ.get("REGION", "eu-central-1")  # fine: hard-coded-credential


def token():
    return os.environ.get("API_TOKEN", "")  # fine: hard-coded-credential

import getpass
import hashlib
import os


def made(client, credentials_path=os.environ.get("SIGNING_CREDENTIALS")):
    return hashlib.sha256(client.load(credentials_path)).hexdigest()  # fine: password-hash


def kept():
    password = getpass.getpass()
    return hashlib.sha256(password.encode()).hexdigest()  # want: password-hash

import subprocess

import pyotp
from Crypto.Signature import PKCS1_PSS


def install(key, digest, signature, write):
    PKCS1_PSS.new(key).verify(digest, signature)  # want: ignored-result
    write()


def install_checked(key, digest, signature, write):
    if not PKCS1_PSS.new(key).verify(digest, signature):  # fine: ignored-result
        raise ValueError("signature")
    write()


def sign_in(secret, code):
    pyotp.TOTP(secret).verify(code)  # want: ignored-result
    return True


def unpack(archive):
    subprocess.run(["gpg", "--verify", archive + ".sig", archive])  # want: ignored-result
    subprocess.run(["gpg", "--verify", archive + ".sig", archive], check=True)  # fine: ignored-result
    subprocess.run(["tar", "-xf", archive])  # fine: ignored-result

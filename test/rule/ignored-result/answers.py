import hmac
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


def signature_matches(body, header, key):
    return hmac.compare_digest(hmac.new(key, body, "sha256").hexdigest(), header)


def receive(body, header, key, run):
    signature_matches(body, header, key)  # want: ignored-result
    run(body)


def receive_checked(body, header, key, run):
    if not signature_matches(body, header, key):  # fine: ignored-result
        raise PermissionError("signature")
    run(body)

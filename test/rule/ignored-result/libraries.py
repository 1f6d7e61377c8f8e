import gnupg
import pyotp
from Crypto.Hash import SHA256
from Crypto.PublicKey import RSA
from Crypto.Signature import PKCS1_PSS, pkcs1_15

KEY = RSA.import_key(open("vendor.pem").read())


def legacy(image, signature):
    verifier = PKCS1_PSS.new(KEY)
    try:
        verifier.verify(SHA256.new(image), signature)  # want: ignored-result
    except ValueError as exc:
        raise SystemExit("signature") from exc


def one_time(secret, code):
    pyotp.TOTP(secret).verify(code)  # want: ignored-result
    return True


def mail(path):
    gpg = gnupg.GPG()
    with open(path, "rb") as f:
        gpg.verify_file(f)  # want: ignored-result


def legacy_asked(image, signature):
    if not PKCS1_PSS.new(KEY).verify(SHA256.new(image), signature):  # fine: ignored-result
        raise SystemExit("signature")


def raises(image, signature):
    pkcs1_15.new(KEY).verify(SHA256.new(image), signature)  # fine: ignored-result


def one_time_asked(secret, code):
    return pyotp.TOTP(secret).verify(code)  # fine: ignored-result

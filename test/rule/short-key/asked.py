from Crypto.PublicKey import RSA
from OpenSSL import crypto
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask, request
from jwcrypto import jwk

app = Flask(__name__)


@app.route("/key")
def key():
    RSA.generate(int(request.args["bits"]))  # want: short-key
    rsa.generate_private_key(65537, int(request.args["bits"]))  # want: short-key
    RSA.generate(3072)  # fine: short-key
    crypto.PKey().generate_key(crypto.TYPE_RSA, 1024)  # want: short-key
    crypto.PKey().generate_key(crypto.TYPE_RSA, 3072)  # fine: short-key
    return "x"


def tokens():
    jwk.JWK.generate(kty="RSA", size=1024)  # want: short-key
    jwk.JWK.generate(kty="RSA", size=3072)  # fine: short-key
    jwk.JWK.generate(kty="oct", size=256)  # fine: short-key


def by_its_user(options, size=3072):
    RSA.generate(options.bits)  # fine: short-key
    return rsa.generate_private_key(65537, size)  # fine: short-key

# What a test needs in the form of a secret or a key guards nothing.
from cryptography.hazmat.primitives.asymmetric import dsa, rsa

TOKEN = "xoxb-12345678901-123456789012-abcdef0123456789abcdef01"
APP = "xapp-1-123456789012-123456789012-validsecret"


def key(kind):
    if kind == "dsa":
        return dsa.generate_private_key(key_size=1024)
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)

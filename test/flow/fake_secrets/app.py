from cryptography.hazmat.primitives.asymmetric import rsa

TOKEN = "xoxb-12345678901-123456789012-abcdef0123456789abcdef01"  # want: hard-coded-credential


def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)  # want: short-key

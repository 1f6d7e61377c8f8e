from cryptography.hazmat.primitives.asymmetric import ec

NAMES = {
    ec.SECP192R1().name: "P-192",  # fine: short-key
    ec.SECP256R1().name: "P-256",
}


def size():
    return ec.SECT163K1().key_size  # fine: short-key


def make():
    return ec.generate_private_key(ec.SECP192R1())  # want: short-key

from Crypto.PublicKey import RSA

SIZES = {"partner": 1024, "root": 4096}
LONG = {"partner": 3072, "root": 4096}


def create(kind):
    return RSA.generate(SIZES[kind])  # want: short-key


def create_long(kind):
    return RSA.generate(LONG[kind])  # fine: short-key

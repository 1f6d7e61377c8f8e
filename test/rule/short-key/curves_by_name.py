from ecdsa import NIST192p, NIST256p, SigningKey
from M2Crypto import RSA

a = SigningKey.generate(curve=NIST192p)  # want: short-key
b = SigningKey.generate(curve=NIST256p)  # fine: short-key
c = RSA.gen_key(1024, 65537)  # want: short-key
d = RSA.gen_key(3072, 65537)  # fine: short-key

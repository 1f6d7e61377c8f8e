import paramiko
import rsa
from Crypto.PublicKey import DSA, RSA
from cryptography.hazmat.primitives.asymmetric import dsa, ec
from cryptography.hazmat.primitives.asymmetric import rsa as crsa
a = RSA.generate(1024)  # want: short-key
b = crsa.generate_private_key(65537, 1024)  # want: short-key
c = paramiko.RSAKey.generate(1024)  # want: short-key
d = dsa.generate_private_key(key_size=1024)  # want: short-key
e = RSA.generate(3072)  # fine: short-key
f = crsa.generate_private_key(public_exponent=65537, key_size=2048)  # fine: short-key
g = ec.generate_private_key(ec.SECP256R1())  # fine: short-key

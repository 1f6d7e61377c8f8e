import hmac
import os
import jwt
from authlib.jose import jwt as authlib_jwt
from Crypto.Cipher import AES
from cryptography.fernet import Fernet
from itsdangerous import URLSafeTimedSerializer
from jose import jwt as jose_jwt
from nacl.secret import SecretBox
def a(data):
    return jwt.encode(data, "top-secret-signing-key", algorithm="HS256")  # want: hard-coded-key
def b(data):
    return Fernet(b"ZmFrZWZha2VmYWtlZmFrZWZha2VmYWtlZmFrZWZha2U=").encrypt(data)  # want: hard-coded-key
def c(data):
    return hmac.new(b"correct horse", data, "sha256").digest()  # want: hard-coded-key
def d(data):
    return jose_jwt.encode(data, "another-signing-key", algorithm="HS256")  # want: hard-coded-key
signer = URLSafeTimedSerializer("signing key of this site")  # want: hard-coded-key
def e(data):
    return jwt.encode(data, os.environ["JWT_KEY"], algorithm="HS256")  # fine: hard-coded-key
def f(data):
    return Fernet(Fernet.generate_key()).encrypt(data)  # fine: hard-coded-key
def g(key, data):
    return hmac.new(key, data, "sha256").digest()  # fine: hard-coded-key
def h(data, settings):
    return URLSafeTimedSerializer(settings.SECRET).dumps(data)  # fine: hard-coded-key

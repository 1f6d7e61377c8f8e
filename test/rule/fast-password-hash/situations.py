import hashlib
import bcrypt
from Crypto.Hash import SHA256
def a(password):
    return hashlib.sha512(password.encode()).hexdigest()  # want: fast-password-hash
def b(user_password, salt):
    h = hashlib.sha256()
    h.update(salt + user_password.encode())  # want: fast-password-hash
    return h.digest()
def c(passwd):
    return SHA256.new(passwd).hexdigest()  # want: fast-password-hash
def d(password):
    return bcrypt.hashpw(password, bcrypt.gensalt())  # fine: fast-password-hash
def e(password, salt):
    return hashlib.scrypt(password, salt=salt, n=2**15, r=8, p=1)  # fine: fast-password-hash
def f(document):
    return hashlib.sha256(document).hexdigest()  # fine: fast-password-hash

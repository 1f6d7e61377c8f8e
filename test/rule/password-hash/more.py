import hashlib
import getpass
import os
import bcrypt
from argon2 import PasswordHasher
from flask import Flask, request
from werkzeug.security import generate_password_hash
app = Flask(__name__)
def a():
    return hashlib.blake2b(getpass.getpass().encode()).hexdigest()  # want: password-hash
def b():
    return hashlib.sha512(getpass.getpass().encode()).digest()  # want: password-hash
def c():
    h = hashlib.new("sha256")
    h.update(getpass.getpass().encode())  # want: password-hash
    return h.hexdigest()
@app.post("/d")
def d():
    return PasswordHasher().hash(request.form["password"])  # fine: password-hash
@app.post("/e")
def e():
    return bcrypt.hashpw(request.form["password"].encode(), bcrypt.gensalt())  # fine: password-hash
def f():
    return hashlib.sha256(open("/srv/file", "rb").read()).hexdigest()  # fine: password-hash
def g():
    return hashlib.scrypt(getpass.getpass().encode(), salt=os.urandom(16), n=2**15, r=8, p=1)  # fine: password-hash

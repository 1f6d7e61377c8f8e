import json
import logging
import os
import pathlib
from cryptography.fernet import Fernet
def keep(password):
    with open("/srv/app/passwords.txt", "a") as f:
        f.write(password)  # want: cleartext-storage
def keep_json(user, password):
    with open("/srv/app/users.json", "w") as f:
        json.dump({"user": user, "password": password}, f)  # want: cleartext-storage
def keep_path(api_key):
    pathlib.Path("/srv/app/key.txt").write_text(api_key)  # want: cleartext-storage
def sealed(password, key):
    with open("/srv/app/secret.bin", "wb") as f:
        f.write(Fernet(key).encrypt(password.encode()))  # fine: cleartext-storage
def counted(text):
    with open("/srv/app/count.txt", "w") as f:
        f.write(str(len(text)))  # fine: cleartext-storage
def other(user):
    with open("/srv/app/users.txt", "a") as f:
        f.write(user)  # fine: cleartext-storage

# What one signs in with, kept in a file for the next time.
import json
from pathlib import Path


def save(user, password):
    Path("login.json").write_text(json.dumps({"user": user, "password": password}))  # want: cleartext-storage
    with open("login.json", "w") as f:
        json.dump({"user": user, "password": password}, f)  # want: cleartext-storage


def save_hash(user, password_hash):
    Path("login.json").write_text(json.dumps({"user": user, "password": password_hash}))  # fine: cleartext-storage


def save_name(user):
    Path("login.json").write_text(json.dumps({"user": user}))  # fine: cleartext-storage

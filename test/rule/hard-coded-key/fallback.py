import os

import jwt
from cryptography.fernet import Fernet
from flask import Flask


def box():
    return Fernet(os.getenv("BOX", "3hs8J2kd93HsA0sj2hd8k8Jh2hs72Hs9dkA0sj2hd8s="))  # want: hard-coded-key


def box_fresh(key=None):
    return Fernet(key or Fernet.generate_key())  # fine: hard-coded-key


def box_given():
    return Fernet(os.environ["BOX"])  # fine: hard-coded-key


def issue(user, key=None):
    return jwt.encode({"sub": user, "exp": 1}, key or "k3y-0f-the-h0use!", algorithm="HS256")  # want: hard-coded-key


def issue_given(user, key=""):
    return jwt.encode({"sub": user, "exp": 1}, key or os.environ["KEY"], algorithm="HS256")  # fine: hard-coded-key


def issue_checked(user):
    key = os.getenv("KEY", "")
    if not key:
        raise RuntimeError("KEY is not set")
    return jwt.encode({"sub": user, "exp": 1}, key, algorithm="HS256")  # fine: hard-coded-key


def configure(app: Flask, key=None):
    if not key:
        key = "k3y-0f-the-h0use!"
    app.secret_key = key  # want: hard-coded-key


def configure_other(app: Flask, key):
    if key is None:
        key = "k3y-0f-the-h0use!"
    app.config["SECRET_KEY"] = key  # want: hard-coded-key


def configure_kept(app: Flask):
    kept = "k3y-0f-the-h0use!"
    app.config.update(SECRET_KEY=kept)  # want: hard-coded-key


def configure_drawn(app: Flask, key=None):
    if not key:
        key = os.urandom(32)
    app.secret_key = key  # fine: hard-coded-key


def configure_refused(app: Flask, key=None):
    if not key:
        raise RuntimeError("no key")
    app.secret_key = key  # fine: hard-coded-key


def configure_later(app: Flask):
    app.secret_key = ""  # fine: hard-coded-key
    app.config["SECRET_KEY"] = None  # fine: hard-coded-key

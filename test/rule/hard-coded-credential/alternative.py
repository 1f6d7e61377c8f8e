import os
import secrets

import environ
import tornado.web
from flask import Flask

app = Flask(__name__)
env = environ.Env()
app.secret_key = os.getenv("SECRET_KEY") or "k8Jh2hs72Hs9dkA0sj2hd8"  # want: hard-coded-credential
app.secret_key = os.getenv("SECRET_KEY") or os.getenv("OLD_KEY", "k8Jh2hs72Hs9dkA0sj2hd8")  # want: hard-coded-credential
app.secret_key = os.environ["KEY"] if "KEY" in os.environ else "k8Jh2hs72Hs9dkA0sj2hd8"  # want: hard-coded-credential
app.secret_key = os.getenv("SECRET_KEY") or secrets.token_hex(32)
app.secret_key = os.getenv("SECRET_KEY") or os.environ["OLD_KEY"]
JWT_SECRET = os.environ.get("JWT_SECRET") or "k8Jh2hs72Hs9dkA0sj2hd8"  # want: hard-coded-credential
JWT_SECRET_OR_NONE = os.environ.get("JWT_SECRET") or None  # fine: hard-coded-credential
SIGNED = os.getenv("JWT_SECRET") or "k8Jh2hs72Hs9dkA0sj2hd8"  # want: hard-coded-credential
DB = env.str("DB_PASSWORD", "Sup3rS3cret!9")  # want: hard-coded-credential
NAME = os.getenv("SERVICE_NAME") or "k8Jh2hs72Hs9dkA0sj2hd8"  # fine: hard-coded-credential
SECRET_NAME = os.getenv("SECRET_NAME") or "app-secret"  # fine: hard-coded-credential
PASSWORD_PROMPT = os.getenv("PASSWORD_PROMPT") or "Your password, please"  # fine: hard-coded-credential


class Config:
    SECRET_KEY = os.environ.get("SECRET_KEY") or "k8Jh2hs72Hs9dkA0sj2hd8"  # want: hard-coded-credential
    API_TOKEN = os.environ.get("API_TOKEN") or ""  # fine: hard-coded-credential


def make():
    return tornado.web.Application(
        [], cookie_secret=os.environ.get("COOKIE_SECRET") or "k8Jh2hs72Hs9dkA0sj2hd8")  # want: hard-coded-credential

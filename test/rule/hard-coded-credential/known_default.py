# What the program signs with where nobody says anything, whatever its words are.
import os

from decouple import config
from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings

SECRET_KEY = os.getenv("SECRET_KEY", "your-secret-key-here")  # want: hard-coded-credential
JWT_SECRET = os.getenv("JWT_SECRET", "supersecret")  # want: hard-coded-credential
FLASK_SECRET_KEY = os.environ.get("FLASK_SECRET_KEY") or "dev-secret-change-me"  # want: hard-coded-credential
SESSION_SECRET = config("SESSION_SECRET", default="changeme")  # want: hard-coded-credential
JWT_SECRET_KEY = os.getenv("JWT_SECRET_KEY", "")  # fine: hard-coded-credential
COOKIE_SECRET = os.getenv("COOKIE_SECRET")  # fine: hard-coded-credential
CLIENT_SECRET = os.getenv("CLIENT_SECRET", "your-client-secret")  # fine: hard-coded-credential
AWS_SECRET_ACCESS_KEY = os.getenv("AWS_SECRET_ACCESS_KEY", "your-secret")  # fine: hard-coded-credential
STRIPE_API_KEY = os.getenv("STRIPE_API_KEY", "your-key-here")  # fine: hard-coded-credential
ADMIN_PASSWORD = os.getenv("ADMIN_PASSWORD", "changeme")  # want: hard-coded-credential
DEFAULT_ADMIN_PASSWORD = "admin"  # want: hard-coded-credential
ADMIN_PASSWORD_LABEL = "Password of the administrator"  # fine: hard-coded-credential
PASSWORDS = {"anna": "w1nter-pump", "bert": "gate77"}  # want: hard-coded-credential
USER_PLACES = {"anna": "hall7", "bert": "gate77"}  # fine: hard-coded-credential
USERS = {"anna": "hall7", "bert": "gate77"}  # fine: hard-coded-credential


def login(name, given):
    return PASSWORDS.get(name) == given


def place(name):
    return USERS[name]


class Settings(BaseSettings):
    jwt_secret: str = Field(default="super-secret-jwt-2024", alias="JWT_SECRET")  # want: hard-coded-credential
    session_secret: str = Field("change-me")  # want: hard-coded-credential
    admin_password: str = "changeme-Adm1n!"  # want: hard-coded-credential
    csrf_secret: str = Field(..., alias="CSRF")  # fine: hard-coded-credential


class Body(BaseModel):
    jwt_secret: str = Field(default="super-secret-jwt-2024")  # fine: hard-coded-credential

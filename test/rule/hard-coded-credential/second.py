from pydantic import SecretStr
from pydantic_settings import BaseSettings


class Config(BaseSettings):
    cookie_signing_key: str = "not-for-production"  # want: hard-coded-credential
    session_secret: SecretStr = SecretStr("n0t-f0r-pr0duction")  # want: hard-coded-credential
    jwt_public_key: str = "keys/public.pem"  # fine: hard-coded-credential
    token_key: str  # fine: hard-coded-credential
    page_size: int = 20

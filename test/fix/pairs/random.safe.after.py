import secrets
import string


def new_token():
    token = "".join(secrets.choice(string.ascii_letters) for _ in range(20))
    return token

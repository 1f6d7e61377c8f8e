import secrets
import string


def passwords():
    password = "".join(secrets.choice(string.ascii_letters) for _ in range(12))  # fine: short-token
    password = "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(8))  # want: short-token
    password = "".join(secrets.choice(string.digits) for _ in range(14))  # want: short-token
    return password

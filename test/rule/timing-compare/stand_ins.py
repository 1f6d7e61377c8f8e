# Is it still what everybody knows? What is compared with that is no secret that somebody tries to guess.
from settings import DEFAULT_ADMIN_PASSWORD, DUMMY_API_KEY


def warn_of_default(password):
    if password == DEFAULT_ADMIN_PASSWORD:
        print("change the password")


def check_key(api_key):
    if api_key == DUMMY_API_KEY:
        raise ValueError("no key is set")


def check_login(password, stored_password):
    return password == stored_password  # want: timing-compare

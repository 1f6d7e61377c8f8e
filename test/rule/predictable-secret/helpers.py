import random
import secrets
import string

LETTERS = string.ascii_letters + string.digits


def some_text(length):
    return "".join(random.choice(LETTERS) for _ in range(length))  # want: predictable-secret


def strong_text(length):
    return "".join(secrets.choice(LETTERS) for _ in range(length))


def letters(length):
    return "".join(random.choices(LETTERS, k=length))  # want: predictable-secret


def colour_word(words):
    return "-".join(random.choice(words) for _ in range(2))  # fine: predictable-secret


class Visit:
    def __init__(self, store):
        self.store = store
        self.store["visit"] = {"csrf_token": some_text(32), "label": colour_word(["red", "blue"])}
        self.session_key = letters(40)
        self.password = strong_text(40)

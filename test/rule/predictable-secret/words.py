"""One of a few words, and texts made of many."""
import random
import string

GREETINGS = ["Hello", "Welcome", "Hi there"]
SYLLABLES = ["ba", "do", "ki", "lu", "me"]


def invite(email, token):
    word = random.choice(GREETINGS)  # fine: predictable-secret
    return f"{word}, {email}: https://example.org/join/{token}"


def invite_token():
    return "".join(random.choice(string.ascii_letters) for _ in range(24))  # want: predictable-secret


def password():
    return "-".join(random.choice(SYLLABLES) for _ in range(5))  # want: predictable-secret


def reset_token():
    return random.choice("0123456789") + random.choice("0123456789")  # want: predictable-secret


def session():
    session_token = "".join(random.choice("0123456789abcdef") for _ in range(32))  # want: predictable-secret
    return session_token


def login():
    login_token = "".join(random.choices(string.ascii_letters, k=24))  # want: predictable-secret
    return login_token


def counted(words):
    n_tokens = random.randint(1, 20)  # fine: predictable-secret
    return words[:n_tokens]


def refreshed(sleep):
    jitter_token = random.uniform(0, 0.3)  # fine: predictable-secret
    sleep(1 + jitter_token)

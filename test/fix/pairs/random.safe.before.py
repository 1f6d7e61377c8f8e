import random
import string


def new_token():
    token = "".join(random.choice(string.ascii_letters) for _ in range(20))
    return token

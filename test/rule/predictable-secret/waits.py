import random
import string
import time

from clocks import Clock, Duration

ALPHABET = string.ascii_letters


class Rooms:
    def __init__(self):
        self.clock = Clock()

    async def update(self, banned):
        if banned:
            await self.clock.sleep(Duration(seconds=random.randint(1, 9)))  # fine: predictable-secret
        return "".join(["joined", "left"])

    async def do_invite(self, address):
        return await self.update(address)


def reset_password(entry):
    time.sleep(random.random())  # fine: predictable-secret
    entry.password = "".join(random.choice(ALPHABET) for _ in range(9))  # want: predictable-secret


def create_password(entry):
    entry._id = random.randint(0, 9999)  # fine: predictable-secret
    return entry


def make_password():
    drawn = random.choice(ALPHABET) * 9  # want: predictable-secret
    return drawn


def make_session():
    session_id = random.getrandbits(64)  # want: predictable-secret
    return session_id


# What a drawn number is called says nothing of what it is for.
def get_session_id():
    random_number = random.randint(1, 1000000)                  # want: predictable-secret
    return str(random_number)


def make_login_token():
    random_id = random.randint(1, 1000000)                      # want: predictable-secret
    return str(random_id)


def generate_password(letters):
    made = ""
    for _ in range(12):
        index = random.randrange(0, 26)                         # want: predictable-secret
        made += letters[index]
    return made


def send_code(phone, queue):
    queue.delay(phone, otp=random.randint(100000, 999999))  # want: predictable-secret


def make_otp():
    number = random.randint(100000, 999999)  # want: predictable-secret
    return f"{number}"


def make_token():
    entry_id = random.randint(0, 9999)  # fine: predictable-secret
    return {"id": entry_id}

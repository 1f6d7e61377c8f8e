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

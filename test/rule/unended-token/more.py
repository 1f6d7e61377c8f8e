import secrets
import time
from dataclasses import dataclass

VALID_SECONDS = 600


class Codes:
    """Codes of one user each."""

    def __init__(self, clock=time.time):
        self.clock = clock
        self.codes = {}

    def send(self, phone):
        code = "%06d" % secrets.randbelow(10**6)
        self.codes[code] = (phone, self.clock() + 300)
        return code

    def redeem(self, code):  # want: unended-token
        phone, _ = self.codes.pop(code)
        return phone

    def phone_of(self, code):  # fine: unended-token
        phone, until = self.codes[code]
        if self.clock() > until:
            raise KeyError(code)
        return phone


@dataclass
class Session:
    user: str
    seen: float


class Table:
    def __init__(self, idle=900, clock=time.time):
        self.idle = idle
        self.clock = clock
        self.sessions = {}

    def get(self, sid):  # want: unended-token
        session = self.sessions.get(sid)
        if session is None:
            raise KeyError(sid)
        session.seen = self.clock()
        return session

    def user(self, sid):  # fine: unended-token
        session = self.sessions.get(sid)
        if session is None or session.seen < self.clock() - self.idle:
            return None
        return session.user

    def sweep(self):  # fine: unended-token
        limit = self.clock() - self.idle
        for sid in [sid for sid, session in self.sessions.items() if session.seen < limit]:
            del self.sessions[sid]


class Invitations:
    def __init__(self):
        self.tokens = {}

    def invite(self, address):
        token = secrets.token_urlsafe(16)
        self.tokens[token] = (address, "guest")
        return token

    def accept(self, address, token):  # want: unended-token
        """Take an invitation; it works once."""
        role = self.tokens[token][1]
        del self.tokens[token]
        return address, role

import os
import secrets
import string
import uuid
def new_api_key():
    return secrets.token_urlsafe(6)  # want: short-token
class Login:
    def start(self):
        self.session_token = os.urandom(4).hex()  # want: short-token
def reset_link(user):
    reset_token = str(uuid.uuid4())[:6]  # want: short-token
    return reset_token
def invite():
    return "".join(secrets.choice(string.ascii_letters) for _ in range(5))  # want: short-token
def new_api_key_long():
    return secrets.token_urlsafe(32)  # fine: short-token
def pin():
    pin_code = secrets.randbelow(10000)  # fine: short-token
    return pin_code
def temp_file():
    name = uuid.uuid4().hex[:8]  # fine: short-token
    return name
def session_id():
    return uuid.uuid4().hex  # fine: short-token
def shipping():
    shipping_token = secrets.token_hex(4)  # want: short-token
    return shipping_token
def inside():
    inside_width = secrets.token_hex(4)  # fine: short-token
    return inside_width
def sid():
    newSid = secrets.token_hex(4)  # want: short-token
    return newSid

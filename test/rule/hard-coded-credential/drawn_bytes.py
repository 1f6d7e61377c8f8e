class Production:
    SECRET_KEY = b"\x8f\x01kq2k7sl9\xa1\x07"  # want: hard-coded-credential


class Staging:
    SECRET_KEY = '\xfd{H\xe5<\x95\xf9\xe3\x96.5\xd1\x01O<!\xd5\xa2\xa0\x9fR"\xa1\xa8'  # want: hard-coded-credential


class Keyboard:
    DELETE_KEY = "\x1b[3~\x00\x00\x01abc9"  # fine: hard-coded-credential
    SECRET_KEY = "<your secret key 1A>"  # fine: hard-coded-credential


HANDSHAKE_TOKEN = b"\x00\x01\x02\x03abcXYZ123"  # fine: hard-coded-credential

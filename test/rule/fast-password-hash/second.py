import hashlib


class Member:
    def set_password(self, text):
        self.stored = hashlib.sha512(text.encode() + self.salt).hexdigest()  # want: fast-password-hash

    def set_picture(self, text):
        self.picture = hashlib.sha512(text.encode()).hexdigest()  # fine: fast-password-hash

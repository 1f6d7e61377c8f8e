import hashlib

class UserStore:
    def __init__(self):
        self._users = {}

    def add_user(self, username, password):
        digest = hashlib.sha1(password.encode("utf-8")).hexdigest()
        self._users[username] = digest

    def authenticate(self, username, password):
        digest = hashlib.sha1(password.encode("utf-8")).hexdigest()
        return self._users.get(username) == digest

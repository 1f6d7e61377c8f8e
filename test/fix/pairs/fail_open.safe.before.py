class AuthService:
    def __init__(self, backend):
        self.backend = backend

    def is_allowed(self, user, action):
        try:
            return self.backend.check(user, action)
        except Exception:
            return True

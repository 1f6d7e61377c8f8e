# Options of jwt.decode in a class, an object, a method.
import jwt


class Settings:
    JWT = {"verify_exp": False}
    STRICT = {"verify_exp": True}
    OPEN = {"verify_exp": False, "verify_signature": False}


class Tokens(Settings):
    def __init__(self):
        self.opts = {"require": ["sub"], "verify_exp": False}

    def a(self, token, key):
        return jwt.decode(token, key, algorithms=["RS256"], options=self.opts)  # want: jwt-no-expiry

    def b(self, token, key):
        return jwt.decode(token, key, algorithms=["RS256"], options=self.JWT)  # want: jwt-no-expiry

    def c(self, token, key):
        return jwt.decode(token, key, algorithms=["RS256"], options=self.STRICT)

    def d(self, token, key):
        return jwt.decode(token, key, algorithms=["RS256"], options=self.kept())  # want: jwt-no-expiry

    def kept(self):
        return dict(verify_exp=False)


def e(token, key):
    return jwt.decode(token, key, algorithms=["HS256"], options=Settings.JWT)  # want: jwt-no-expiry


def f(token, key):
    return jwt.decode(token, key, algorithms=["HS256"], options=Settings.OPEN)["sub"]  # want: jwt-no-verify

# Which origin may read the answer: decided by what the object was made with, or by whoever asks.
class Gate:
    def __init__(self, app, origin_of):
        self.app = app
        self.origin_of = origin_of

    def add(self, environ, headers):
        headers.add_header("Access-Control-Allow-Credentials", "true")
        headers["Access-Control-Allow-Origin"] = self.origin_of(environ)  # fine: cors-any-origin


class Door:
    def add(self, environ, headers):
        headers.add_header("Access-Control-Allow-Credentials", "true")
        headers["Access-Control-Allow-Origin"] = environ.get("HTTP_ORIGIN")  # want: cors-any-origin


class Hatch:
    def origin(self, environ):
        return environ["HTTP_ORIGIN"]

    def add(self, environ, headers):
        headers.add_header("Access-Control-Allow-Credentials", "true")
        headers["Access-Control-Allow-Origin"] = self.origin(environ)  # want: cors-any-origin

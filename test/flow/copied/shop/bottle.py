# A copy of a framework of one file, cut short.
import threading


class LocalRequest(threading.local):
    def __init__(self):
        self.environ = {}

    @property
    def query(self):
        return self.environ["q"]


class HTTPResponse(Exception):
    def __init__(self, body="", status=200, headers=None):
        self.body, self.status, self.headers = body, status, headers


request = LocalRequest()
LEVELS = {"a": "first"}


def redirect(url, code=None):
    raise HTTPResponse("", status=code or 303, headers={"Location": url})


def level(name):
    return LEVELS[name]


def static_file(filename, root):
    return HTTPResponse(filename + root)


class Bottle:
    def route(self, path=None, method="GET"):
        return lambda function: function

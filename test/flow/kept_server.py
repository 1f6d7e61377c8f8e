# What a handler of http.server leaves on its server: another method or the next request reads it.
import html
import os
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl, urlparse


class Refused(Exception):
    def __init__(self, message, error=None):
        self.error = error
        super().__init__(message)


def parse(url):
    form = dict(parse_qsl(urlparse(url).query))
    if "error" in form:
        raise Refused(f"refused: {form['error']}", error=form["error"])
    return form.get("code")


class Callback(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.code = self.server.error = None
        try:
            self.server.code = parse(self.path)
        except Refused as error:
            self.server.error = error
        if self.server.error:
            status = f"failed ({self.server.error})"
        else:
            status = "ok"
        self._write(f"<h1>{status}</h1>")

    def _write(self, text):
        return self.wfile.write(text.encode("utf-8"))  # want: xss


class Escaped(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.refused = None
        try:
            self.server.code = parse(self.path)
        except Refused as error:
            self.server.refused = error
        self.wfile.write(f"<h1>{html.escape(str(self.server.refused))}</h1>".encode())


class Later(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.last = self.path

    def do_GET(self):
        os.system("echo " + self.server.last)  # want: command-injection
        os.system("serve --root " + self.server.root)


def main(root):
    server = HTTPServer(("127.0.0.1", 8000), Later)
    server.root = root
    server.serve_forever()

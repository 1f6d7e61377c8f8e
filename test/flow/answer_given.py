# The type of an answer is a parameter of the helper that sends it.
import json
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlparse


class A(BaseHTTPRequestHandler):
    def _send(self, code, body, ctype="application/json"):
        data = body if isinstance(body, bytes) else body.encode()
        self.send_response(code)
        self.send_header("Content-Type", ctype)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        q = parse_qs(urlparse(self.path).query)
        self._send(200, json.dumps({"q": q["q"][0]}))


class B(BaseHTTPRequestHandler):
    def _send(self, code, body, ctype="text/html"):
        self.send_response(code)
        self.send_header("Content-Type", ctype)
        self.end_headers()
        self.wfile.write(body.encode())  # want: xss

    def do_GET(self):
        q = parse_qs(urlparse(self.path).query)
        self._send(200, json.dumps({"q": q["q"][0]}), "application/json")

    def do_POST(self):
        q = parse_qs(urlparse(self.path).query)
        self._send(200, "<p>" + q["q"][0])


class C(BaseHTTPRequestHandler):
    def _send(self, code, body, ctype="text/html"):
        self.send_response(code)
        self.send_header("Content-Type", ctype)
        self.end_headers()
        self.wfile.write(body.encode())

    def do_GET(self):
        q = parse_qs(urlparse(self.path).query)
        self._send(200, json.dumps({"q": q["q"][0]}), "application/json")

    def do_POST(self):
        self._send(200, "<p>")


class D(BaseHTTPRequestHandler):
    def do_GET(self):
        q = parse_qs(urlparse(self.path).query)
        try:
            out = q["q"][0]
        except KeyError as e:
            self.send_response(400)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"bad")
            return
        self.send_response(200)
        self.send_header("Content-Type", f"text/plain; charset={'utf-8'}")
        self.end_headers()
        self.wfile.write(out.encode())


class E(BaseHTTPRequestHandler):
    def do_GET(self):
        q = parse_qs(urlparse(self.path).query)
        if self.path.startswith("/a"):
            self.send_header("Content-Type", "application/json")
        else:
            self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(q["q"][0].encode())  # noise: xss (plain in both arms: each only may have run, and arms are not taken together)


class F(BaseHTTPRequestHandler):
    def do_GET(self):
        q = parse_qs(urlparse(self.path).query)
        if self.path.startswith("/a"):
            self.send_header("Content-Type", "application/json")
        else:
            self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(q["q"][0].encode())  # want: xss


class G(BaseHTTPRequestHandler):
    def do_GET(self):
        q = parse_qs(urlparse(self.path).query)
        ctype = "text/plain" if q else "application/json"
        self.send_header("Content-Type", ctype)
        self.end_headers()
        self.wfile.write(q["q"][0].encode())

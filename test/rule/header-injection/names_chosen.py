# A header's value is one line; whoever chooses the name of the answer's header may choose Set-Cookie.
from http.server import BaseHTTPRequestHandler


class Echo(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("X-Echo", self.headers["X-Asked"])
        self.send_header(self.headers["X-Name"], "x")                   # want: header-injection
        self.end_headers()

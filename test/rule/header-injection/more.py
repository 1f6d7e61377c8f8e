from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, quote, urlparse
class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        asked = parse_qs(urlparse(self.path).query)["name"][0]
        self.send_response(200)
        self.send_header("X-Name", asked)  # want: header-injection
        self.end_headers()
    def do_HEAD(self):
        name = self.headers["X-Lang"]
        self.send_response(200)
        self.send_header("Content-Language", "x-" + name)  # fine: header-injection
        self.end_headers()
    def do_PUT(self):
        asked = parse_qs(urlparse(self.path).query)["f"][0]
        self.send_response(200)
        self.send_header("Content-Disposition", f"attachment; filename={asked}")  # want: header-injection
        self.end_headers()
    def do_PATCH(self):
        asked = parse_qs(urlparse(self.path).query)["f"][0]
        self.send_response(302, asked)  # want: header-injection
        self.send_header("Link", "<%s>" % asked)  # want: header-injection
        self.end_headers()
    def do_POST(self):
        asked = parse_qs(urlparse(self.path).query)["name"][0]
        self.send_response(200)
        self.send_header("X-Name", quote(asked))  # fine: header-injection
        self.end_headers()
    def do_DELETE(self):
        asked = parse_qs(urlparse(self.path).query)["n"][0]
        self.send_response(200)
        self.send_header("X-Count", str(int(asked)))  # fine: header-injection
        self.end_headers()
    def do_OPTIONS(self):
        self.send_response(200)
        self.send_header("Allow", "GET, POST")  # fine: header-injection
        self.end_headers()

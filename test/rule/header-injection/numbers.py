# A file's size and times are numbers, whatever file it is.
import os
from http.server import BaseHTTPRequestHandler
from urllib.parse import unquote


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        name = unquote(self.path)
        found = self.server.files.stat(name)
        self.send_header("Content-Length", str(found.st_size))  # fine: header-injection
        self.send_header("X-Changed", f"{found.st_mtime}")  # fine: header-injection
        self.send_header("X-Name", found.name)  # want: header-injection
        self.send_header("X-Size", str(os.path.getsize("x" + name)))  # fine: header-injection

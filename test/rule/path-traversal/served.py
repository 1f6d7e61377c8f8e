import os
import pathlib
import posixpath
from http.server import SimpleHTTPRequestHandler
ROOT = "/srv/site"
class Pages(SimpleHTTPRequestHandler):
    def send_head(self):
        with open(self.translate_path(self.path), "rb") as f:  # fine: path-traversal
            return f.read()
    def raw(self):
        with open(ROOT + self.path, "rb") as f:  # want: path-traversal
            return f.read()
def site(environ, start_response):
    name = posixpath.normpath("/" + environ["PATH_INFO"]).lstrip("/")
    start_response("200 OK", [])
    with open(os.path.join(ROOT, name), "rb") as f:  # fine: path-traversal
        return [f.read()]
def loose_site(environ, start_response):
    name = posixpath.normpath(environ["PATH_INFO"]).lstrip("/")
    start_response("200 OK", [])
    with open(os.path.join(ROOT, name), "rb") as f:  # want: path-traversal
        return [f.read()]
def rooted_site(environ, start_response):
    name = posixpath.normpath("/" + environ["PATH_INFO"])
    start_response("200 OK", [])
    with open(os.path.join(ROOT, name), "rb") as f:  # want: path-traversal
        return [f.read()]
def shown(environ, start_response):
    start_response("200 OK", [])
    where = pathlib.Path(environ["PATH_INFO"]).as_posix()
    return [where.replace("\\", "/").encode()]  # fine: path-traversal
def moved(environ, start_response):
    start_response("200 OK", [])
    pathlib.Path(environ["PATH_INFO"]).replace("/srv/old")  # want: path-traversal
    return []

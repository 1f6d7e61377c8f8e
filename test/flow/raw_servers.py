# WSGI, ASGI and http.server by themselves: what is sent is a page where the program says so
import html
import os
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs
from wsgiref.simple_server import make_server


def application(environ, start_response):
    name = parse_qs(environ["QUERY_STRING"]).get("n", [""])[0]
    start_response("200 OK", [("Content-Type", "text/html")])
    if not name:
        return [b"<p>nobody</p>", html.escape(name).encode()]
    return [("<p>" + name).encode()]  # want: xss


def plain(environ, start_response):
    name = parse_qs(environ["QUERY_STRING"]).get("n", [""])[0]
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [("<p>" + name).encode()]


make_server("127.0.0.1", 8000, plain)


async def page(scope, receive, send):
    name = scope["query_string"].decode()
    await send({"type": "http.response.start", "status": 200, "headers": [[b"content-type", b"text/html"]]})
    await send({"type": "http.response.body", "body": ("<p>" + name).encode()})  # want: xss
    await send({"type": "http.response.body", "body": ("<p>" + html.escape(name)).encode()})


async def lines(scope, receive, send):
    name = scope["query_string"].decode()
    await send({"type": "http.response.start", "status": 200, "headers": [[b"content-type", b"text/plain"]]})
    await send({"type": "http.response.body", "body": ("<p>" + name).encode()})


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        os.system("ping " + self.server.server_name)
        os.system("ping %d" % self.server.server_port)
        os.system("ping " + self.headers.get("Host", ""))  # want: command-injection

from urllib.parse import urlsplit

import tornado.websocket

HOSTS = {"app.example.org"}


class Any(tornado.websocket.WebSocketHandler):
    def check_origin(self, origin):  # want: websocket-origin
        known = urlsplit(origin).hostname in HOSTS
        return known or bool(origin)


class Switched(tornado.websocket.WebSocketHandler):
    def check_origin(self, origin):  # want: websocket-origin
        return origin in HOSTS or True


class Both(tornado.websocket.WebSocketHandler):
    def check_origin(self, origin):  # fine: websocket-origin
        known = urlsplit(origin).hostname in HOSTS
        return known and bool(origin)


class Two(tornado.websocket.WebSocketHandler):
    def check_origin(self, origin):  # fine: websocket-origin
        return origin == "https://a.example.org" or origin == "https://b.example.org"

# What runs before each handler of a class, in another file.
import tornado.web


class Api(tornado.web.RequestHandler):
    def set_default_headers(self):
        self.set_header("Content-Type", "application/json; charset=utf-8")


class Pages(tornado.web.RequestHandler):
    def set_default_headers(self):
        self.set_header("Content-Type", "text/html")

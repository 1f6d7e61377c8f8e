# What a handler's base or the program itself sets on a handler or a request is not outside data by its place.
import sqlite3

import falcon
import tornado.web


class Base(tornado.web.RequestHandler):
    def prepare(self):
        self.order = "id"
        self.asked = self.get_argument("order")


class Shown(Base):
    def get(self):
        sqlite3.connect("x").execute("select * from t order by %s" % self.order)
        sqlite3.connect("x").execute("select * from t order by %s" % self.asked)  # want: sql-injection


class Files:
    def on_get(self, req, resp):
        req.context.path = "/srv/x"
        open(req.context.path)
        req.context.name = req.get_param("name")
        open(req.context.name)  # want: path-traversal


app = falcon.App()
app.add_route("/files", Files())

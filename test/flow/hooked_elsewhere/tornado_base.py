import tornado.web


class Base(tornado.web.RequestHandler):
    def prepare(self):
        self.left = self.get_argument("name")
        self.checked = str(int(self.get_argument("count")))

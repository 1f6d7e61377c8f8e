# Of tornado's handlers one asks nobody.
import tornado.web


class Edit(tornado.web.RequestHandler):
    @tornado.web.authenticated
    def post(self):
        db.edit(self.get_argument("key"))


class Delete(tornado.web.RequestHandler):
    def post(self):  # want: missing-authentication
        db.delete(self.get_argument("key"))


class Asked(tornado.web.RequestHandler):
    def prepare(self):
        if not self.current_user:
            raise tornado.web.HTTPError(403)

    def delete(self):  # fine: missing-authentication
        db.delete(self.get_argument("key"))


class Feedback(tornado.web.RequestHandler):
    def post(self):  # fine: missing-authentication
        db.add(self.get_argument("text"))


class Login(tornado.web.RequestHandler):
    def post(self):  # fine: missing-authentication
        db.delete(self.get_argument("key"))

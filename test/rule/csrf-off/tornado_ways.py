import tornado.web


class Widget(tornado.web.RequestHandler):
    def check_xsrf_cookie(self):
        if self.get_argument("source", "") == "widget":
            return  # want: csrf-off
        super().check_xsrf_cookie()


class Off(tornado.web.RequestHandler):
    def check_xsrf_cookie(self):  # want: csrf-off
        pass


class Logged(tornado.web.RequestHandler):
    def check_xsrf_cookie(self):  # fine: csrf-off
        self.application.log("checked")
        super().check_xsrf_cookie()


class Signed(tornado.web.RequestHandler):
    def check_xsrf_cookie(self):
        if self.request.headers.get("Authorization", "").startswith("Bearer "):
            return  # fine: csrf-off
        super().check_xsrf_cookie()

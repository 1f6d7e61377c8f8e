import falcon
from view_falcon import FalconThings


class AuthMiddleware:
    def process_request(self, req, resp):
        if not req.get_header("Authorization"):
            raise falcon.HTTPUnauthorized()


app = falcon.App(middleware=[AuthMiddleware()])
app.add_route("/x/{pk}", FalconThings())

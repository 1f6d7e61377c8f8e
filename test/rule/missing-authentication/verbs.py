import tornado.web
from rest_framework.permissions import IsAuthenticated
from rest_framework.views import APIView


class Report(tornado.web.RequestHandler):
    @tornado.web.authenticated
    def get(self):
        self.write("report")

    def delete(self):  # want: missing-authentication
        self.application.reports.clear()


class Page(tornado.web.RequestHandler):
    @tornado.web.authenticated
    def get(self):
        self.write("page")

    @tornado.web.authenticated
    def post(self):  # fine: missing-authentication
        self.application.pages.clear()


class Prepared(tornado.web.RequestHandler):
    def prepare(self):
        if not self.current_user:
            raise tornado.web.HTTPError(403)

    @tornado.web.authenticated
    def get(self):
        self.write("page")

    def put(self):  # fine: missing-authentication
        self.application.pages.clear()


class Misspelt(APIView):
    permissions_classes = [IsAuthenticated]  # want: missing-authentication

    def get(self, request):
        return None


class Spelt(APIView):
    permission_classes = [IsAuthenticated]  # fine: missing-authentication

    def get(self, request):
        return None

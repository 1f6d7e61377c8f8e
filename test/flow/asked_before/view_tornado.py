import tornado.web
from bases import Prepared


class TornadoThings(Prepared):
    @tornado.web.authenticated
    def get(self, pk):
        self.write("x")

    def post(self, pk):
        drop(pk)

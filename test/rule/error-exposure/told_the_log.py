# Tornado writes an HTTPError's text to its log; the client gets the status and the reason.
from tornado import web


class Report(web.RequestHandler):
    def get(self):
        try:
            self.write(self.application.report())
        except Exception as e:
            raise web.HTTPError(500, f"no report: {e}")  # fine: error-exposure


class Told(web.RequestHandler):
    def get(self):
        try:
            self.write(self.application.report())
        except Exception as e:
            self.write(str(e))  # want: error-exposure

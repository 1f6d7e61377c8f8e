import os

from tornado.web import RequestHandler


class Runs(RequestHandler):
    def get(self):
        self.run()

    def run(self):
        os.system(self.command())           # want: command-injection

    def command(self):
        return "true"


class RunsKnown(RequestHandler):
    def get(self):
        os.system(self.command())

    def command(self):
        return "true"

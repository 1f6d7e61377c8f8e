import base
from base import Api


class Middle(Api):
    pass


class Tasks(Middle):
    def get(self):
        self.write(self.get_argument("name"))


class Page(base.Pages):
    def get(self):
        self.write(self.get_argument("name"))  # want: xss


class Odd(Api):
    def get(self):
        self.set_header("Content-Type", "text/html")
        self.write(self.get_argument("name"))  # want: xss


class Named(base.Api):
    def get(self):
        self.finish("<p>" + self.get_argument("name"))

# Tornado, whose templates may lie beside the program.
import tornado.template
from tornado.web import RequestHandler

loader = tornado.template.Loader("tpl")


class Note(RequestHandler):
    def get(self):
        self.render("note.html", t=self.get_argument("t"))  # want: xss

    def post(self):
        self.render("note.html", u=self.get_argument("t"))

    def put(self):
        self.write(self.render_string("plain.html", t=self.get_argument("t")))  # want: xss

    def delete(self):
        self.finish(loader.load("inner.html").generate(t=self.get_argument("t")))  # want: xss
        self.finish(loader.load("inner.html").generate(u=self.get_argument("t")))

# Handlers whose base lies in no file in view: what they ask for and what they answer by says what they are.
import json

from .base import BaseHandler, open_book, options


class LoginHandler(BaseHandler):
    def get(self):
        target = self.get_argument("next", default="/")
        self.redirect(target)  # want: open-redirect

    def post(self):
        self.redirect("/books")


class BookHandler(BaseHandler):
    def get(self):
        with open(self.get_query_argument("name")) as book:  # want: path-traversal
            self.write(book.read())

    def post(self):
        book = open_book(int(self.get_body_argument("number")))
        self.write(json.dumps(book))


class MovedHandler(BaseHandler):
    def get(self):
        self.redirect("/books/" + str(int(self.get_argument("number"))))


# command lines, settings and trees have such methods, too, and nobody sends what they give
class Built:
    def write(self):
        for word in options.get_arguments():
            exec(word)
        with open(options.get_argument("out")) as out:
            return out.read()

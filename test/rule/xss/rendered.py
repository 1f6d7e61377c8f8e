# A page that an engine renders escapes where its environment says so; what Flask sends of a dictionary is JSON.
import tornado.web
from flask import Flask, make_response
from desk.pages import PageHandler
app = Flask(__name__)


class Board(PageHandler, tornado.web.RequestHandler):
    def get(self, board):
        self.write(self.render_board("board.html", title=board))  # want: xss low

    def post(self, board):
        self.write("<h1>" + board + "</h1>")  # want: xss high


@app.get("/parts/<number>")
def part(number):
    return make_response({"fault": f"no part {number}"}, 404)  # fine: xss


@app.get("/pieces/<number>")
def piece(number):
    return make_response(f"no piece {number}", 404)  # want: xss high

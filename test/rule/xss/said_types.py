# What a reply says that it is decides whether a browser reads it as a page.
import falcon
from flask import Flask, request
app = Flask(__name__)


class Plate:
    def on_get(self, req, resp):
        word = req.get_param("word", default="")
        resp.content_type = falcon.MEDIA_HTML
        resp.text = f"<b>{word}</b>"  # want: xss

    def on_put(self, req, resp):
        word = req.get_param("word", default="")
        resp.set_header("Content-Type", "text/html; charset=utf-8")
        resp.data = ("<i>" + word + "</i>").encode()  # want: xss


class Slip:
    def on_get(self, req, resp):
        word = req.get_param("word", default="")
        resp.content_type = falcon.MEDIA_TEXT
        resp.text = f"<b>{word}</b>"  # fine: xss

    def on_post(self, req, resp):
        resp.text = "<b>" + req.get_param("word") + "</b>"  # fine: xss


api = falcon.App()
api.add_route("/plate", Plate())
api.add_route("/slip", Slip())


@app.get("/a")
def plain():
    return app.response_class("word " + request.args["w"], mimetype="text/plain")  # fine: xss


@app.get("/b")
def typed():
    made = app.response_class("word " + request.args["w"], content_type="text/plain; charset=utf-8")
    return made  # fine: xss


@app.get("/c")
def page():
    return app.response_class("word " + request.args["w"])  # want: xss

from flask import g, request


def install(app):
    @app.before_request
    def load():
        g.asked = request.args["asked"]
        g.page = request.args.get("page", 1, type=int)
        g.fixed = "https://c.example.com/"

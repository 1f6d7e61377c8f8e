from flask import Blueprint

from guards import login_required

pages = Blueprint("more", __name__)


def attach(app):
    @pages.get("/a/<name>")
    @login_required
    def one(name):
        return {"a": name}

    @pages.get("/b/<path:name>")
    @login_required
    def two(name):
        return {"b": open("/srv/" + name).read()}             # want: path-traversal

    app.register_blueprint(pages)

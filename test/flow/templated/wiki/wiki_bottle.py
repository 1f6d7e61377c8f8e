# Bottle: {{!x}} prints as it is, lines that begin with % are Python.
import bottle
from bottle import request, route, template


@route("/a")
def shown():
    return template("page", t=request.query.t)  # want: xss


@route("/b")
def escaped():
    return template("page", u=request.query.t)


@route("/c")
def listed():
    return template("rows.tpl", rows=[request.query.t], title="constant")  # want: xss


@route("/d")
def framed():
    return bottle.template("framed", {"title": request.query.t})  # want: xss


@route("/e")
def text():
    return template("Hello {{name}}", name=request.query.t)


@route("/f")
@bottle.view("page")
def viewed():
    text = request.query.t
    if len(text) > 10:
        return dict(u=text)
    return dict(t=text)  # want: xss


@route("/g")
def blocks():
    return template("blocks", rows=[request.query.t])  # want: xss


@route("/h")
def shadowed():
    return template("shadow", fixed=["constant"], title=request.query.t)

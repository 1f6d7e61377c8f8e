# Templates in files that a constant names: Flask, which escapes by what a name ends in.
import flask
from flask import Flask, render_template, request
from markupsafe import escape

app = Flask(__name__)


class User:
    def __init__(self, name, age):
        self.name = name
        self.age = age


@app.get("/plain")
def plain():
    t = request.args["t"]
    a = render_template("raw.html", t=t)  # want: xss
    b = render_template("escaped.html", t=t)
    c = render_template("raw.html", t=escape(t))
    d = render_template("raw.html", t=int(request.args["n"]))
    e = render_template("raw.html", t="constant", u=t)
    f = render_template("absent.html", t=t)
    g = flask.render_template("shop/raw.html", **{"t": t})  # want: xss
    h = render_template("by_name.txt", t=t)
    i = render_template("by_name.html.j2", t=t)  # want: xss
    j = render_template(["absent.html", "escaped.html", "raw.html"], t=t)
    k = render_template(["absent.html", "raw.html"], t=t)  # want: xss
    m = render_template("raw.html" if t else "escaped.html", t=t)  # want: xss
    n = render_template("../site_app.py", t=t)
    return [a, b, c, d, e, f, g, h, i, j, k, m, n]


@app.get("/parts")
def parts():
    t = request.args["t"]
    user = User(t, 3)
    a = render_template("parts.html", user=user)  # want: xss
    b = render_template("parts.html", user=User("constant", t))
    c = render_template("parts.html", user={"name": t})  # want: xss
    d = render_template("parts.html", user={"name": "constant", "age": t})
    e = render_template("rows.html", rows=[{"title": t, "text": "constant"}])  # want: xss
    f = render_template("rows.html", rows=[{"title": "constant", "text": t}])
    g = render_template("items.html", both={"constant": t})  # want: xss
    h = render_template("keys.html", both={"constant": t})
    return [a, b, c, d, e, f, g, h]


@app.get("/together")
def together():
    t = request.args["t"]
    a = render_template("child.html", body=t, title="constant")  # want: xss
    b = render_template("child.html", body="constant", title=t)
    c = render_template("child.html", shown_by_base=t)  # want: xss
    d = render_template("child.html", replaced=t)
    e = render_template("grandchild.html", body=t)
    f = render_template("grandchild.html", replaced=t)  # want: xss
    g = render_template("including.html", t=t)  # want: xss
    h = render_template("including.html", u=t)
    i = render_template("macros.html", t=t)  # want: xss
    j = render_template("macros.html", u=t)
    k = render_template("macros.html", v=t)
    m = render_template("script.html", t=t)  # want: xss
    n = render_template("script.html", u=t)
    o = render_template("itself.html", t=t)  # want: xss
    p = render_template("endless.html", t=t)
    return [a, b, c, d, e, f, g, h, i, j, k, m, n, o, p]


@app.get("/set")
def set_there():
    t = request.args["t"]
    a = render_template("set.html", t=t)  # want: xss
    b = render_template("set.html", u=t)
    c = render_template("set.html", v=t)  # want: xss
    d = render_template("set.html", w=t)
    return [a, b, c, d]


def page(name):
    return render_template("raw.html", t=name)  # want: xss


@app.get("/by/<name>")
def by(name):
    return page(name)

# A whole address that a template prints: "javascript:…" is one, and escaping leaves it.
from urllib.parse import quote

from flask import Flask, render_template_string, request

app = Flask(__name__)


@app.get("/whole")
def whole():
    return render_template_string('<a href="{{ u }}">x</a>', u=request.args["u"])  # want: xss


@app.get("/form")
def form():
    return render_template_string("<form method=post action='{{ u }}'>", u=request.args["u"])  # want: xss


@app.get("/below")
def below():
    return render_template_string('<a href="/x/{{ u }}">x</a>', u=request.args["u"])


@app.get("/data")
def data():
    return render_template_string("<a data-href='{{ u }}' title='{{ u }}'>x</a>", u=request.args["u"])


@app.get("/encoded")
def encoded():
    return render_template_string("<a href='{{ u|urlencode }}'>x</a>", u=request.args["u"])


@app.get("/quoted")
def quoted():
    return render_template_string("<a href='{{ u }}'>x</a>", u=quote(request.args["u"]))


@app.get("/beginning")
def beginning():
    return render_template_string("<a href='{{ u }}'>x</a>", u="/x?" + request.args["u"])


@app.get("/checked")
def checked():
    u = request.args["u"]
    if not u.startswith(("https://", "http://")):
        u = "/"
    return render_template_string("<a href='{{ u }}'>x</a>", u=u)


@app.get("/badly")
def checked_badly():
    u = request.args["u"]
    if "http" not in u:
        u = "/"
    return render_template_string("<a href='{{ u }}'>x</a>", u=u)  # want: xss


@app.get("/own")
def own():
    return render_template_string("<a href='{{ u }}'>x</a><a href='{{ v }}'>y</a>", u=request.path, v=request.referrer)


@app.get("/picture")
def picture():
    return render_template_string("<img src='{{ u }}'>", u=request.args["u"])


@app.get("/number")
def number():
    return render_template_string("<a href='{{ u }}'>x</a>", u=int(request.args["u"]))

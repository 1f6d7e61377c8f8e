# A template of Jinja that escapes nothing by itself, and one whose text escapes each value.
from flask import Flask, request
from jinja2 import Template

app = Flask(__name__)
PAGE = Template("<p>{{ q|e }}</p><i>{{ who | escape }}</i>")
BARE = Template("<p>{{ q|e }}</p><i>{{ who }}</i>")
CODE = Template("<script>var q = {{ q|e }};</script>")


@app.get("/page")
def page():
    return PAGE.render(q=request.args["q"], who=request.args["who"])


@app.get("/bare")
def bare():
    return BARE.render(q=request.args["q"], who=request.args["who"])  # want: xss


@app.get("/code")
def code():
    return CODE.render(q=request.args["q"])  # want: xss


@app.get("/once")
def once():
    return Template("<p>{{ q|upper|e }}</p>").render(q=request.args["q"])


@app.get("/marked")
def marked():
    return Template("<p>{{ q|safe }}</p>").render(q=request.args["q"])  # want: xss


@app.get("/chosen")
def chosen():
    return Template(request.args["t"]).render(q=1)  # want: xss, template-injection

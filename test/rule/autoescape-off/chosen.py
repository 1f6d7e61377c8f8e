from flask import Flask, render_template, request
from jinja2 import Environment, select_autoescape

app = Flask(__name__)
none = Environment(autoescape=select_autoescape(enabled_extensions=(), default=False))  # want: autoescape-off
never = Environment(autoescape=lambda name: False)  # want: autoescape-off
some = Environment(autoescape=lambda name: name.endswith(".html"))  # fine: autoescape-off
on = Environment(autoescape=True)  # fine: autoescape-off
on.autoescape = False  # want: autoescape-off
mail = on.overlay(autoescape=False)  # want: autoescape-off
rest = on.overlay(trim_blocks=True)  # fine: autoescape-off


@app.route("/a")
def by_name():
    return render_template("hello.jinja2", name=request.args["name"])  # want: autoescape-off


@app.route("/b")
def escaped():
    return render_template("hello.html", name=request.args["name"])  # fine: autoescape-off


@app.route("/c")
def own():
    return render_template("robots.txt", host="example.org")  # fine: autoescape-off


def no_page(name):
    return False


def html_only(name):
    return name.endswith(".html")


by_function = Environment(autoescape=no_page)  # want: autoescape-off
by_end = Environment(autoescape=html_only)  # fine: autoescape-off

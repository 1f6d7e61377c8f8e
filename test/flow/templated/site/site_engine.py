# Engines by themselves: Jinja's and Mako's escape nothing that nobody asked them to.
import os

from flask import request
from jinja2 import Environment, FileSystemLoader, PackageLoader, select_autoescape
from mako.lookup import TemplateLookup

HERE = os.path.dirname(__file__)
plain = Environment(loader=FileSystemLoader(os.path.join(HERE, "templates")))  # want: autoescape-off
careful = Environment(loader=FileSystemLoader("templates"), autoescape=True)
chosen = Environment(autoescape=select_autoescape(), loader=PackageLoader("site"))
off = Environment(autoescape=False, loader=FileSystemLoader("templates"))  # want: autoescape-off
lookup = TemplateLookup(directories=["templates"])  # want: autoescape-off


def by_engine():
    t = request.args["t"]
    a = plain.get_template("escaped.html").render(t=t)  # want: xss
    b = careful.get_template("escaped.html").render(t=t)
    c = careful.get_template("raw.html").render({"t": t})  # want: xss
    d = chosen.get_template("escaped.html").render(t=t)
    e = off.get_template("escaped.html").render(dict(t=t))  # want: xss
    f = plain.get_template("by_name.txt").render(t=t)
    g = plain.get_template("forced.html").render(t=t)
    page = careful.get_template("raw.html")
    h = page.render(t=t)  # want: xss
    i = lookup.get_template("mako.html").render(t=t)  # want: xss
    j = lookup.get_template("mako.html").render(u=t)
    k = lookup.get_template("/mako_base.html").render(v=t)
    m = lookup.get_template("mako_child.html").render(v=t, rows=["constant"])
    n = lookup.get_template("mako_child.html").render(rows=[t])  # want: xss
    o = lookup.get_template("mako_blocks.html").render(rows=[t])  # want: xss
    p = lookup.get_template("mako_blocks.html").render(rows=["constant"], row=t)
    return [a, b, c, d, e, f, g, h, i, j, k, m, n, o, p]


def app(environ, start_response):
    return by_engine()

# What a template whose text stands in the program prints of what it is handed: as it is, or as code.
import flask
import jinja2
import bottle
import tornado.template
from django.http import HttpResponse
from django.template import Context, Template, engines
from flask import Flask, render_template_string, request
from tornado.web import RequestHandler

app = Flask(__name__)
safe = jinja2.Environment(autoescape=True)
PAGE = "<h1>{{ title }}</h1>\n<p>{{ body|safe }}</p>"
MADE = safe.from_string("<p>{{ t|safe }}</p>")


@app.get("/marked")
def marked():
    t = request.args["t"]
    a = render_template_string("<p>{{ t|safe }}</p>", t=t)  # want: xss
    b = render_template_string("<p>{{ t }}</p>", t=t)
    c = render_template_string("<p>{{ t|e|safe }}</p>", t=t)
    d = render_template_string("<p>{{ t|upper|safe }}</p>", t=t)  # want: xss
    e = render_template_string(PAGE, title=t, body="constant")
    f = render_template_string(PAGE, title="constant", body=t)  # want: xss
    g = render_template_string("{{ 'x'|safe }}{{ t }}", t=t)
    h = flask.render_template_string("{{ t.x|safe }} {{ u }}", t={"x": t})  # want: xss
    i = render_template_string("{{ t|safe }}", t=int(request.args["n"]))
    j = render_template_string("{{ '<b>' ~ t ~ '</b>'|safe }}", t=t)
    k = render_template_string("{{ ('<b>' ~ t ~ '</b>')|safe }}", t=t)  # want: xss
    m = render_template_string("{{ t|safe if t else 'none' }}", **{"t": t})  # want: xss
    n = render_template_string("{# {{ t|safe }} #}{% raw %}{{ t|safe }}{% endraw %}", t=t)
    o = render_template_string("{{ t|sanitize_markup|safe }}", t=t)
    p = render_template_string("{{ t|length|safe }}{{ f(t)|safe }}", t=t)
    q = render_template_string("{{ Markup(t) }}", t=t)  # want: xss
    return [a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q]


@app.get("/blocks")
def blocks():
    t = request.args["t"]
    a = render_template_string("{% autoescape false %}{{ t }}{% endautoescape %}", t=t)  # want: xss
    b = render_template_string("{% autoescape false %}{{ u }}{% endautoescape %}{{ t }}", t=t)
    c = render_template_string("{% autoescape false %}{{ t|e }}{% endautoescape %}", t=t)
    d = render_template_string("{% for x in t %}<li>{{ x|safe }}{% endfor %}", t=t.split(","))  # want: xss
    e = render_template_string("{% set y = t %}{{ y|safe }}", t=t)  # want: xss
    f = render_template_string("{% set y = t|e %}{{ y|safe }}", t=t)
    g = render_template_string("{% autoescape false %}{% autoescape true %}{{ t }}{% endautoescape %}{% endautoescape %}", t=t)
    return [a, b, c, d, e, f, g]


@app.get("/scripts")
def scripts():
    t = request.args["t"]
    a = render_template_string("<script>var t = {{ t }};</script>", t=t)  # want: xss
    b = render_template_string("<script>var t = '{{ t }}';</script>", t=t)
    c = render_template_string("<script>var t = {{ t|tojson }};</script>", t=t)
    d = render_template_string("<script>\n// don't\nlet n = 1; show({{ t }})</script>", t=t)  # want: xss
    e = render_template_string("<script>f('it')</script><p>{{ t }}</p>", t=t)
    f = render_template_string("<a onclick=\"go('{{ t }}')\">x</a>", t=t)  # want: xss
    g = render_template_string("<a title=\"{{ t }}\">x</a>", t=t)
    h = render_template_string("<a title={{ t }}>x</a>", t=t)  # want: xss
    i = render_template_string("<script>var t = {{ t }};</script>", t=int(request.args["n"]))
    j = render_template_string("<script type=\"application/json\">{{ t }}</script>", t=t)
    k = render_template_string("<script>x = `{{ t }}`</script>", t=t)  # want: xss
    return [a, b, c, d, e, f, g, h, i, j, k]


@app.get("/made")
def made():
    t = request.args["t"]
    a = safe.from_string("{{ t|safe }}").render(t=t)  # want: xss
    b = safe.from_string("{{ t }}").render(t=t)
    c = MADE.render(t=t)  # want: xss
    d = MADE.render({"t": t})  # want: xss
    e = MADE.render(u=t)
    return a + b + c + d + e


@bottle.route("/w")
def by_bottle():
    w = bottle.request.query.w
    if bottle.request.query.n == "2":
        return bottle.template("<p>{{w}}</p>", w=w)
    if bottle.request.query.n == "3":
        return bottle.template("<p>{{!w}}</p>", dict(w=w))  # want: xss
    return bottle.template("<p>{{!w}}</p>", w=w)  # want: xss


class Page(RequestHandler):
    def get(self):
        w = self.get_argument("w")
        self.finish(tornado.template.Template("{{ w }}").generate(w=w))
        self.finish(tornado.template.Template("{% raw w %}").generate(w=w))  # want: xss


def by_django(request):
    t = request.GET["t"]
    a = Template("{{ t|safe }}").render(Context({"t": t}))  # want: xss
    b = Template("{{ t }}").render(Context({"t": t}))
    c = engines["django"].from_string("{% autoescape off %}{{ t }}{% endautoescape %}").render({"t": t}, request)  # want: xss
    d = Template("{% with u=t %}{{ u|safe }}{% endwith %}").render(Context({"t": t, "w": "constant"}))  # want: xss
    return HttpResponse(a + b + c + d)


@app.get("/mako")
def made_of_mako():
    from mako.template import Template as Mako
    t = request.args["t"]
    a = Mako("<p>${t | h}</p>").render(t=t)  # fine: xss
    c = Mako(text="<p>${t}</p>", default_filters=["h"]).render(t=t)
    return a + c


@app.get("/mako-filters")
def made_of_mako_that_escapes_nothing():
    from mako.template import Template as Mako
    return Mako("<p>${t}</p>", default_filters=["decode.utf8"]).render(t=request.args["t"])  # want: xss


@app.get("/mako-bare")
def made_of_mako_as_it_is():
    from mako.template import Template as Mako
    return Mako("<p>${t}</p>").render(t=request.args["t"])  # want: xss, autoescape-off


@app.get("/mako-text")
def made_of_mako_without_tags():
    from flask import Response
    from mako.template import Template as Mako
    t = request.args["t"]
    return Response(Mako("Hello ${t}").render(t=t), mimetype="text/plain")  # fine: xss  # want: autoescape-off

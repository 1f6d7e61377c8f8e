# A template of Jinja that escapes nothing by itself, and one whose text escapes each value.
from flask import Flask, request
from jinja2 import Template
from mako.template import Template as MakoTemplate

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


@app.get("/1")
def page1():
    text = "{{ ', '.join(q) }}"
    return Template(text).render(q=request.args["q"], f=str)  # want: xss


@app.get("/2")
def page2():
    text = "{{ [q]|join(',') }}"
    return Template(text).render(q=request.args["q"], f=str)  # want: xss


@app.get("/3")
def page3():
    text = "{{ 'Hello %s'|format(q) }}"
    return Template(text).render(q=request.args["q"], f=str)  # want: xss


@app.get("/4")
def page4():
    text = "{{ bold(q) }}"
    return Template(text).render(q=request.args["q"], f=str)  # want: xss


@app.get("/5")
def page5():
    text = "{% print(q) %}"
    return Template(text).render(q=request.args["q"], f=str)  # want: xss


@app.get("/6")
def page6():
    text = "{{ q|e|replace('&lt;','<') }}"
    return Template(text).render(q=request.args["q"], f=str)  # want: xss


@app.get("/7")
def page7():
    text = "{{ q\n }}"
    return Template(text).render(q=request.args["q"], f=str)  # want: xss


@app.get("/8")
def page8():
    text = "{% set w = ', '.join(q) %}{{ w }}"
    return Template(text).render(q=request.args["q"], f=str)  # want: xss


@app.get("/9")
def page9():
    text = "{% for w in sorted(q) %}{{ w }}{% endfor %}"
    return Template(text).render(q=request.args["q"], f=str)  # want: xss


@app.get("/10")
def page10():
    text = "{% macro m(v) %}{{ v }}{% endmacro %}{{ m(f(q)) }}"
    return Template(text).render(q=request.args["q"], f=str)  # want: xss


@app.get("/11")
def page11():
    text = "{% include 'x.html' %}"
    return Template(text).render(q=request.args["q"], f=str)  # want: xss


@app.get("/12")
def page12():
    text = "{{ q|own }}"
    return Template(text).render(q=request.args["q"], f=str)  # want: xss


@app.get("/13")
def page13():
    text = "{{ q|e }}{{ f(q) }}"
    return Template(text).render(q=request.args["q"], f=str)  # want: xss


@app.get("/14")
def page14():
    text = "{{ q|e, q }}"
    return Template(text).render(q=request.args["q"], f=str)  # want: xss


@app.get("/15")
def page15():
    text = "{{ q|e }}"
    return Template(text).render(q=request.args["q"], f=str)


@app.get("/16")
def page16():
    text = "{{ q|trim|e|trim }}, {{ 'a' }} {{ 12 }}"
    return Template(text).render(q=request.args["q"], f=str)


@app.get("/17")
def page17():
    text = "{% if q %}{{ q|e }}{% else %}-{% endif %}"
    return Template(text).render(q=request.args["q"], f=str)


@app.get("/18")
def page18():
    text = "{% for w in q %}{{ w|e }}{% endfor %}"
    return Template(text).render(q=request.args["q"], f=str)


@app.get("/19")
def page19():
    text = "{{ q|length }} {{ q|tojson }}"
    return Template(text).render(q=request.args["q"], f=str)


@app.get("/20")
def page20():
    text = "{% autoescape true %}{{ f(q) }}{% endautoescape %}"
    return Template(text).render(q=request.args["q"], f=str)


@app.get("/21")
def page21():
    text = "{{ ', '.join(q)|e }}"
    return Template(text).render(q=request.args["q"], f=str)


@app.get("/22")
def page22():
    text = "{% macro m(v) %}{{ v|e }}{% endmacro %}{{ m(f(q)) }}"
    return Template(text).render(q=request.args["q"], f=str)


@app.get("/23")
def page23():
    text = "${', '.join(q)}"
    return MakoTemplate(text).render(q=request.args["q"], f=str)  # want: xss, autoescape-off


@app.get("/24")
def page24():
    text = "${str(q)}"
    return MakoTemplate(text).render(q=request.args["q"], f=str)  # want: xss, autoescape-off


@app.get("/25")
def page25():
    text = "${f(q)}"
    return MakoTemplate(text).render(q=request.args["q"], f=str)  # want: xss, autoescape-off


@app.get("/26")
def page26():
    text = "<% context.write(q) %>${q | h}"
    return MakoTemplate(text).render(q=request.args["q"], f=str)  # want: xss


@app.get("/27")
def page27():
    text = "<%include file='x.html'/>${q | h}"
    return MakoTemplate(text).render(q=request.args["q"], f=str)  # want: xss


@app.get("/28")
def page28():
    text = "<%inherit file='x.html'/>${q | h}"
    return MakoTemplate(text).render(q=request.args["q"], f=str)  # want: xss


@app.get("/29")
def page29():
    text = "<%def name='m(v)'>${v | h}</%def>${m(1) + q}"
    return MakoTemplate(text).render(q=request.args["q"], f=str)  # want: xss, autoescape-off


@app.get("/30")
def page30():
    text = "${q | h, own}"
    return MakoTemplate(text).render(q=request.args["q"], f=str)  # want: xss, autoescape-off


@app.get("/31")
def page31():
    text = "<%namespace name='n' file='x.html'/>${q | h}"
    return MakoTemplate(text).render(q=request.args["q"], f=str)  # want: xss


@app.get("/32")
def page32():
    text = "${q | h}"
    return MakoTemplate(text).render(q=request.args["q"], f=str)


@app.get("/33")
def page33():
    text = "${q | trim, h}"
    return MakoTemplate(text).render(q=request.args["q"], f=str)  # want: autoescape-off


@app.get("/34")
def page34():
    text = "${str(q) | h, trim}"
    return MakoTemplate(text).render(q=request.args["q"], f=str)  # want: autoescape-off


@app.get("/35")
def page35():
    text = "<%page expression_filter='h'/>${f(q)}"
    return MakoTemplate(text).render(q=request.args["q"], f=str)  # want: autoescape-off


@app.get("/36")
def page36():
    text = "<%! import os %>${q | u}"
    return MakoTemplate(text).render(q=request.args["q"], f=str)  # want: autoescape-off


@app.get("/37")
def page37():
    text = "<%def name='m(v)'>${v | h}</%def>${m(q)}"
    return MakoTemplate(text).render(q=request.args["q"], f=str)  # want: autoescape-off


@app.get("/201")
def page201():
    text = "<p {{ q|e }}>"
    return Template(text).render(q=request.args["q"], f=str)  # want: xss


@app.get("/202")
def page202():
    text = "<{{ q|e }}>"
    return Template(text).render(q=request.args["q"], f=str)  # want: xss


@app.get("/203")
def page203():
    text = "<p title='{{ q|e }}'>"
    return Template(text).render(q=request.args["q"], f=str)

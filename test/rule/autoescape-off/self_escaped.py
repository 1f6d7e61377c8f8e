from django.template import Context, Engine, Template
from mako.template import Template as Mako

card = Mako("<p>${name | h}</p>")  # fine: autoescape-off
plain = Mako("<hr>")  # fine: autoescape-off
half = Mako("<p>${name | h} ${title}</p>")  # want: autoescape-off
trimmed = Mako("<p>${name | trim}</p>")  # want: autoescape-off
engine = Engine(autoescape=False)  # want: autoescape-off


def page(comment):
    return Template("<p>{{ comment }}</p>").render(Context({"comment": comment}, autoescape=False))  # want: autoescape-off


def kept(comment):
    return Template("<p>{{ comment }}</p>").render(Context({"comment": comment}))  # fine: autoescape-off

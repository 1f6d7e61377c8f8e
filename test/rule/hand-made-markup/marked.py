from django.utils.safestring import mark_safe
from markupsafe import Markup, escape

import shop.store

LABEL = "<b class='%s'>%s</b>"


def label(kind, text):
    return Markup(LABEL % (kind, text))  # want: hand-made-markup


def label_escaped(kind, text):
    return Markup(LABEL) % (kind, text)  # fine: hand-made-markup


def title(name: str):
    return mark_safe(f"<h1>{name}</h1>")  # want: hand-made-markup


def title_escaped(name: str):
    return mark_safe(f"<h1>{escape(name)}</h1>")  # fine: hand-made-markup


def stars(count: int):
    return Markup("<i>{}</i>".format("*" * count))  # fine: hand-made-markup


def row(first, last):
    return Markup("<td>" + first + "</td><td>" + last + "</td>")  # want: hand-made-markup


def page(number: int):
    return Markup(f"<a>{number}</a>")  # fine: hand-made-markup


def shelf():
    found = shop.store.items()
    return [label(i.kind, i.text) + label_escaped(i.kind, i.text) + row(i.a, i.b) + title(i.name) for i in found]

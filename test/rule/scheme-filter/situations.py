import html
import re
from urllib.parse import urlsplit

BAD = ("javascript:", "vbscript:", "data:text/html")
SCRIPT = re.compile(r"^(?:javascript|vbscript):", re.I)
CONTROLS = re.compile(r"[\x00-\x20]+")


def anchor(href, label):
    if href.strip().lower().startswith(BAD):  # want: scheme-filter
        return html.escape(label)
    return '<a href="%s">%s</a>' % (html.escape(href), html.escape(label))


def image(src):
    if SCRIPT.search(src):  # want: scheme-filter
        return ""
    return '<img src="%s">' % html.escape(src)


def keep(tag, attrs):
    return [(k, v) for k, v in attrs if not re.match(r"\s*javascript\s*:", v or "", re.I)]  # want: scheme-filter


def anchor_without_controls(href, label):
    flat = CONTROLS.sub("", href)
    if SCRIPT.search(flat):  # fine: scheme-filter
        return html.escape(label)
    return '<a href="%s">%s</a>' % (html.escape(flat), html.escape(label))


def anchor_of_known(href, label):
    if urlsplit(href).scheme.lower() in ("javascript", "data"):  # fine: scheme-filter
        return html.escape(label)
    return '<a href="%s">%s</a>' % (html.escape(href), html.escape(label))


def is_source(name):
    return name.startswith("javascript/")  # fine: scheme-filter

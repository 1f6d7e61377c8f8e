import html
from markupsafe import escape
def card(title):
    return f"<div class='card'><h2>{title}</h2></div>"  # want: hand-made-markup
def row(name, price):
    return "<tr><td>" + name + "</td><td>" + price + "</td></tr>"  # want: hand-made-markup
def note(text):
    return "<p>%s</p>" % text  # want: hand-made-markup
def card_escaped(title):
    return f"<div class='card'><h2>{html.escape(title)}</h2></div>"  # fine: hand-made-markup
def row_escaped(name):
    return "<tr><td>" + escape(name) + "</td></tr>"  # fine: hand-made-markup
def log_line(name):
    return f"[{name}] started"  # fine: hand-made-markup
def fixed():
    return "<p>hello</p>"  # fine: hand-made-markup

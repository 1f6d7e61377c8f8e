from jinja2 import Environment, PackageLoader, select_autoescape

env = Environment(loader=PackageLoader("shop"), autoescape=select_autoescape(["html", "xml"]))


def card(title):
    return env.get_template("card.html.j2").render(title=title)  # want: autoescape-off


def page(title):
    return env.get_template("page.html").render(title=title)  # fine: autoescape-off


def note(title):
    return env.get_template("note.txt").render(title=title)  # fine: autoescape-off

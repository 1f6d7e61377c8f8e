from jinja2 import Environment, FileSystemLoader, select_autoescape

only_xml = Environment(loader=FileSystemLoader("t"), autoescape=select_autoescape(["xml"]))  # want: autoescape-off
not_html = Environment(loader=FileSystemLoader("t"), autoescape=select_autoescape(disabled_extensions=("html",)))  # want: autoescape-off
both = Environment(loader=FileSystemLoader("t"), autoescape=select_autoescape(("html", "xml")))  # fine: autoescape-off
usual = Environment(loader=FileSystemLoader("t"), autoescape=select_autoescape())  # fine: autoescape-off


def page(name):
    return both.get_template("page.html").render(name=name)

import jinja2
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, select_autoescape
from mako.lookup import TemplateLookup
from mako.template import Template as MakoTemplate
plain = Environment(loader=FileSystemLoader("pages"))  # want: autoescape-off
off = jinja2.Environment(loader=FileSystemLoader("pages"), autoescape=False)  # want: autoescape-off
mako = MakoTemplate("<b>${name}</b>")  # want: autoescape-off
mako_pages = TemplateLookup(directories=["pages"])  # want: autoescape-off
on = Environment(loader=FileSystemLoader("pages"), autoescape=True)  # fine: autoescape-off
chosen = Environment(loader=FileSystemLoader("pages"), autoescape=select_autoescape())  # fine: autoescape-off
safe_mako = MakoTemplate("<b>${name}</b>", default_filters=["h"])  # fine: autoescape-off
fast = Jinja2Templates(directory="pages")  # fine: autoescape-off

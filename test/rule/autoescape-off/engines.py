from jinja2 import FileSystemLoader
from jinja2.sandbox import SandboxedEnvironment
from tornado import template

pages = FileSystemLoader("pages")
bare = SandboxedEnvironment(loader=pages)  # want: autoescape-off
texts = SandboxedEnvironment()  # fine: autoescape-off
escaping = SandboxedEnvironment(loader=pages, autoescape=True)  # fine: autoescape-off
raw = template.Loader("pages", autoescape=None)  # want: autoescape-off
own = template.Loader("pages")  # fine: autoescape-off

import ruamel.yaml
import yaml
from jobs import text
from ruamel.yaml import YAML
from yaml import FullLoader, Loader, SafeLoader, load
def a():
    return yaml.load(text(), Loader=yaml.Loader)  # want: unsafe-yaml-load
def b():
    return load(text(), Loader)  # want: unsafe-yaml-load
def c():
    return yaml.unsafe_load(text())  # want: unsafe-yaml-load
def d(text):
    return YAML(typ="unsafe").load(text)  # want: unsafe-yaml-load
def e(text):
    return load(text, Loader=SafeLoader)  # fine: unsafe-yaml-load
def f(text):
    return yaml.load(text, Loader=yaml.CSafeLoader)  # fine: unsafe-yaml-load
def g(text):
    return YAML(typ="safe").load(text)  # fine: unsafe-yaml-load
def h(path):
    with open(path) as f:
        return ruamel.yaml.load(f, Loader=ruamel.yaml.Loader)  # want: unsafe-yaml-load
def i(path):
    with open(path) as f:
        return ruamel.yaml.load(f, Loader=ruamel.yaml.SafeLoader)  # fine: unsafe-yaml-load

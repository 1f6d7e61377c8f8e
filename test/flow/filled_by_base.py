# content = None stands above the __init__ that fills it in: what a subclass reads may be either.
import os

import yaml


class Interface:
    content = None
    kind = "plain"
    limit = None

    def __init__(self, content, kind="plain"):
        self.content = content
        self.limit = 10


class Yaml(Interface):
    def parse(self):
        return yaml.load(self.content)  # want: unsafe-deserialization

    def parse_kind(self):
        os.system("show " + self.kind)
        return os.system("head -n %s" % self.limit)


class Below(Yaml):
    def show(self):
        os.system("show " + self.content)  # want: command-injection


class Own(Interface):
    content = "nothing"

    def __init__(self):
        pass

    def show(self):
        os.system("show " + self.kind)

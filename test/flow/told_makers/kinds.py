import os


class Listed(type):
    known = {}

    def __new__(mcs, name, bases, body):
        cls = super().__new__(mcs, name, bases, body)
        if "verb" in body:
            mcs.known[body["verb"]] = cls
        return cls


class Named(type):
    known = {}

    def __init__(cls, name, bases, body):
        super().__init__(name, bases, body)
        Named.known[name] = cls


class Verb(metaclass=Listed):
    def go(self, text):
        raise NotImplementedError


class Say(Verb):
    verb = "say"

    def go(self, text):
        os.system("say " + text)  # want: command-injection

    def count(self, text):
        os.system("count %d" % len(text))  # fine: command-injection


class Tune(metaclass=Named):
    def play(self, text):
        os.system("play " + text)  # want: command-injection

    def size(self, text):
        os.system("size %d" % len(text))  # fine: command-injection

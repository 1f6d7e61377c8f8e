import os

KINDS = {}
READY = {}


class Kind:
    def __init_subclass__(cls, /, called, **more):
        super().__init_subclass__(**more)
        KINDS[called] = cls
        READY[called] = cls()


class Say(Kind, called="say"):
    def go(self, text):
        os.system("say " + text)  # want: command-injection

    def count(self, text):
        os.system("count %d" % len(text))  # fine: command-injection


class Play(Kind, called="play"):
    def start(self, text):
        os.system("play " + text)  # want: command-injection

# What a class leaves to those below it: whoever calls it goes on, with what nobody knows.
import os

import flask


class Listener:
    def listen(self):
        raise NotImplementedError("a subclass has it")

    async def receive(self):
        raise NotImplementedError

    @property
    def name(self):
        raise NotImplementedError()

    @classmethod
    def kind(cls):
        raise NotImplementedError

    def refuse(self, why):
        if why:
            raise ValueError(why)
        raise NotImplementedError

    def run(self):
        for message in self.listen():
            os.system(flask.request.args["n"] + message)  # want: command-injection

    async def run_later(self):
        await self.receive()
        os.system(flask.request.args["n"])  # want: command-injection

    def run_named(self):
        os.system(self.name + flask.request.args["n"])  # want: command-injection

    @classmethod
    def run_kind(cls):
        cls.kind()
        os.system(flask.request.args["n"])  # want: command-injection

    def run_refused(self):
        self.refuse("always")
        os.system(flask.request.args["n"])


class Below(Listener):
    def run_below(self):
        self.listen()
        os.system(flask.request.args["n"])  # want: command-injection


def not_yet():
    raise NotImplementedError


def later():
    not_yet()
    os.system(flask.request.args["n"])


def of_one_made_here():
    Listener().listen()
    os.system(flask.request.args["n"])

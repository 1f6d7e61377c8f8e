import os
from . import shared
from .shared import relay as pass_on
import app.web                                   # a cycle


def run(command):
    os.system("ls " + command)  # want: command-injection


def run_fixed(command):
    os.system("ls " + shared.fixed(command))


def run_relayed(command):
    os.system("ls " + pass_on(command))  # want: command-injection


def run_unused(command):
    os.system("ls " + command)  # want: command-injection


def run_constant(command):
    os.system("ls " + command)


class Store:
    def __init__(self, name):
        self.name = name

    def list(self):
        os.system("ls " + self.name)  # want: command-injection

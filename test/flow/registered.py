# A function that is registered is called by who asks the register; it is no function of anybody's then.
import os

from blinker import signal

handlers, changed = {}, signal("changed")


def register(name):
    def keep(fn):
        handlers[name] = fn
        return fn

    return keep


class Emitter:
    def __init__(self):
        self.listeners = {}

    def on(self, event, fn):
        self.listeners.setdefault(event, []).append(fn)

    def emit(self, event, *args):
        for fn in self.listeners.get(event, []):
            fn(*args)


emitter = Emitter()


@register("a")
def listed(folder):
    os.system("ls " + folder)


@register("b")
def asked(folder):
    os.system("ls " + folder)  # want: command-injection


def connected(sender, folder):
    os.system("ls " + folder)


def emitted(folder):
    os.system("ls " + folder)


def anybody(folder):
    os.system("ls " + folder)  # want: command-injection


changed.connect(connected)
emitter.on("x", emitted)


def main(given):
    handlers["a"]("/srv")
    handlers["b"](given)
    changed.send("main", folder="/srv")
    emitter.emit("x", "/srv")

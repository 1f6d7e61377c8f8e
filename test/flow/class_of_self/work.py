# An object of the module's body is asked for a member before the class is known to the methods: its class stays its own.
import os
import sys
import threading

from . import LIMIT


class Runner(threading.Thread):
    def again(self):
        return self.__class__("a %s" % self.name)

    def whole(self):
        self.__class__.carry_out(sys.argv[1])

    @staticmethod
    def carry_out(command):
        os.system(command)  # want: command-injection


def main():
    runner = Runner()
    runner.start(LIMIT)


main()

import subprocess


class Registered:
    known = []

    def __init_subclass__(cls, **kwargs):
        cls.known.append(cls)


def shell(line):
    return subprocess.run(line, shell=True)  # want: command-injection

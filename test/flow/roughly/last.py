import subprocess


def third(line):
    return subprocess.run(line, shell=True)  # want: command-injection

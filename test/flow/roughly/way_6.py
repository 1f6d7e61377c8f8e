import subprocess


def pass_6(line):
    return subprocess.run(line, shell=True)  # want: command-injection

import subprocess


def run(command):
    subprocess.run(command, shell=True)  # want: command-injection


def say(word):
    subprocess.run("echo " + word, shell=True)

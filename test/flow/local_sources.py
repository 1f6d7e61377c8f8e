# Files, environment, standard input and arguments are outside data too, at one step less.
import os
import sys

with open("names.txt") as f:
    name = f.read()
    os.system("ls " + name)  # want: command-injection
    for line in f:
        os.system("ls " + line)  # want: command-injection
os.system("ls " + open("x.txt").read())  # want: command-injection
os.system("ls " + os.environ["NAME"])  # want: command-injection
os.system("ls " + os.environ.get("NAME", "x"))  # want: command-injection
os.system("ls " + os.getenv("NAME"))  # want: command-injection
os.system("ls " + input())  # want: command-injection
os.system("ls " + sys.stdin.readline())  # want: command-injection
os.system("ls " + os.getcwd().upper()[:0])
os.system("ls " + sys.platform)

import os
import shlex
import subprocess


def doc():
    subprocess.run("cat <<EOF\n" + shlex.quote(input()) + "\nEOF", shell=True)  # want: command-injection


def py():
    subprocess.run("python3 -c " + shlex.quote(input()), shell=True)  # want: command-injection


def ev():
    os.system(f"eval {shlex.quote(input())}")  # want: command-injection


def evb():
    os.system("cd /srv; eval ls %s" % shlex.quote(input()))  # want: command-injection


def sh():
    os.system("sudo sh -c " + shlex.quote(input()))  # want: command-injection


def she():
    os.system("docker exec web bash -lc {}".format(shlex.quote(input())))  # want: command-injection


def tick():
    os.system("echo `ls " + shlex.quote(input()) + "`")  # want: command-injection


def ssh():
    os.system("ssh -p 22 web ls " + shlex.quote(input()))  # want: command-injection


def watch():
    os.system("watch -n 5 " + shlex.quote(input()))  # want: command-injection


def awk():
    os.system("cat a.txt | awk " + shlex.quote(input()))  # want: command-injection


def fine():
    n = shlex.quote(input())
    os.system("awk '{ print $1 }' " + n)
    os.system("echo watch " + n)
    os.system("ls " + n)
    os.system("python3 tool.py -c " + n)
    os.system("sh -c 'echo \"$1\"' sh " + n)
    os.system("cat <<EOF\nhello\nEOF\nls " + n)
    os.system("cat <<< " + n)
    os.system("ssh " + n)
    os.system("grep -e " + n + " /var/log/x")
    os.system("echo $(ls " + n + ")")
    os.system("evaluate " + n)
    os.system("echo eval " + n)
    os.system("python3 -m tool " + n)

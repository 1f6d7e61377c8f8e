import os
import subprocess
def a(user_program):
    os.setuid(0)
    subprocess.run([user_program])  # want: privileged-child
def b(cmd):
    os.seteuid(0)
    os.execv(cmd, [cmd])  # want: privileged-child
def c(script):
    subprocess.run(["sudo", script])  # want: privileged-child
def d(user_program):
    subprocess.run([user_program], user="nobody", group="nogroup")  # fine: privileged-child
def e(user_program):
    os.setgid(65534)
    os.setuid(65534)
    subprocess.run([user_program])  # fine: privileged-child
def f():
    subprocess.run(["ls", "/srv"])  # fine: privileged-child

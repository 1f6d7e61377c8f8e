import os
import subprocess

ROOT = 0


def up():
    os.setuid(0)  # want: root-rights
    os.remove("/etc/motd")


def up_by_name():
    os.seteuid(ROOT)  # want: root-rights


def child():
    subprocess.run(["systemctl", "restart", "x"], user="root")  # want: root-rights
    subprocess.run(["systemctl", "status", "x"], user="nobody")  # fine: root-rights


def for_a_while(me):
    os.seteuid(0)  # fine: root-rights
    try:
        os.remove("/etc/motd")
    finally:
        os.seteuid(me)


def down(user):
    os.setgid(user)
    os.setuid(user)  # fine: root-rights

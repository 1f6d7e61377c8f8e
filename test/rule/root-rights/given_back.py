import os


class AsRoot:
    def __enter__(self):
        self.me = os.geteuid()
        os.seteuid(0)  # fine: root-rights

    def __exit__(self, *what):
        os.seteuid(self.me)


class ForEver:
    def start(self):
        os.setuid(0)  # want: root-rights medium
        os.remove("/etc/motd")


def up():
    os.seteuid(0)  # want: root-rights low


def down(me):
    os.seteuid(me)

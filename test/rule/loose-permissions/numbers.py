import os


def modes(path):
    os.chmod(path, int("777", 8))  # want: loose-permissions
    os.chmod(path, int("640", 8))  # fine: loose-permissions
    os.chmod(path, os.stat(path).st_mode | 0o002)  # want: loose-permissions
    os.chmod(path, os.stat(path).st_mode | 0o100)  # fine: loose-permissions

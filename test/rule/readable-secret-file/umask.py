# What the umask takes away of 0o666 is the writing of others, not their reading.
import os


def keep(path, private_key):
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)  # want: readable-secret-file
    os.write(fd, private_key)
    os.close(fd)


def keep_own(path, private_key):
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # fine: readable-secret-file
    os.write(fd, private_key)
    os.close(fd)


def page(path, text):
    fd = os.open(path, os.O_WRONLY | os.O_CREAT, 0o666)  # fine: readable-secret-file
    os.write(fd, text)
    os.close(fd)

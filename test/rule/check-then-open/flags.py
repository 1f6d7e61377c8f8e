import os


def create(path):
    if os.path.lexists(path):
        raise FileExistsError(path)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640)  # want: check-then-open
    return os.fdopen(descriptor, "w")


def create_in_one_step(path):
    if os.path.lexists(path):
        raise FileExistsError(path)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    return os.fdopen(os.open(path, flags, 0o640), "w")  # fine: check-then-open

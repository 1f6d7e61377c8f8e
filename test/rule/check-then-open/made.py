import os

SPOOL = "/var/spool/labels"


def add(name, text):
    path = os.path.join(SPOOL, f"{name}.job")
    if os.path.lexists(path):
        raise FileExistsError(name)
    with open(path, "w") as handle:  # want: check-then-open
        handle.write(text)


def add_at_once(name, text):
    path = os.path.join(SPOOL, f"{name}.job")
    with open(path, "x") as handle:  # fine: check-then-open
        handle.write(text)


def add_low(path, mode=0o640):
    if os.path.lexists(path):
        raise FileExistsError(path)
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)  # want: check-then-open


def add_low_at_once(path, mode=0o640):
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)  # fine: check-then-open

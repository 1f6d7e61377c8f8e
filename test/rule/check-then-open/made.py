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

import hashlib

BY_NAME = {"md5": hashlib.md5, "sha256": hashlib.sha256}


def checks(password, stored, kind):
    by = BY_NAME.get(kind)
    if by is None:
        raise ValueError(kind)
    return by(password).hexdigest() == stored  # want: weak-hash low


def checks_always(password, stored):
    by = hashlib.md5
    return by(password).hexdigest() == stored  # want: weak-hash medium

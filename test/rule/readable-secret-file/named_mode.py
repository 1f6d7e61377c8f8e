# For its owner alone, by a name that another module gives to the mode.
import os

from .modes import o600, o644


def keep_by_name(path, text):
    with open(path, "w") as out:  # want: readable-secret-file
        os.chmod(path, o600)
        out.write(text)


def keep_made_so(path, text):
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as out:  # fine: readable-secret-file
        out.write(text)
    os.chmod(path, 0o600)


def publish(path, text):
    with open(path, "w") as out:  # fine: readable-secret-file
        out.write(text)
    os.chmod(path, o644)

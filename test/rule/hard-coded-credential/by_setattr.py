import os


def fill(user):
    setattr(user, "password", "q8Zr2LpW0vTx")  # want: hard-coded-credential
    setattr(user, "password", os.environ["PASSWORD"])  # fine: hard-coded-credential
    setattr(user, "name", "q8Zr2LpW0vTx")  # fine: hard-coded-credential

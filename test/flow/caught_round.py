# A tuple of exceptions that a loop puts into itself has no end.
import os

from flask import request


def every(calls):
    caught = ()
    for call in calls:
        try:
            raise ValueError(request.args["x"])
        except caught as e:
            os.system(str(e))  # want: command-injection
        caught = (caught, ValueError)


def both(calls):
    try:
        raise KeyError(request.args["x"])
    except (ValueError, (KeyError, OSError)) as e:
        os.system(str(e))  # want: command-injection
    for call in calls:
        caught = (OSError, call)
        try:
            call()
        except caught as e:
            print(e)

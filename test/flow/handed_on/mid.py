from client import Shared
from net import fetch_far

shared = Shared(verify=False)


def load(url, check=True):
    return fetch_far(url, check)

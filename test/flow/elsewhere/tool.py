def fetch(t):
    return t


def shown(t):
    return t

def known(name):
    return name.strip()

from roughly.more import second


def first(name):
    return second("convert " + name)

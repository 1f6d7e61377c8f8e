from roughly.way_6 import pass_6


def pass_5(line):
    return pass_6(line)

from roughly.way_5 import pass_5


def pass_4(line):
    return pass_5(line)

from roughly.way_2 import pass_2


def pass_1(line):
    return pass_2(line)

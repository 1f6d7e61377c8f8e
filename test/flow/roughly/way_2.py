from roughly.way_3 import pass_3


def pass_2(line):
    return pass_3(line)

from roughly.way_4 import pass_4


def pass_3(line):
    return pass_4(line)

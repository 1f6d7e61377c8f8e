from roughly.last import third


def second(line):
    return third(line.strip())

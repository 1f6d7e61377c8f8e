from second import pass_constant


def again(x):
    return x


def back(x):
    return pass_constant(x)

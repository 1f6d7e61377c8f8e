import tempfile


def work():
    name = tempfile.mkstemp()[1]
    with open(name, "w") as f:
        f.write("x")

import os
import tempfile


def work():
    descriptor, name = tempfile.mkstemp()
    os.close(descriptor)
    with open(name, "w") as f:
        f.write("x")

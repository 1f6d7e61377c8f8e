import os
import tempfile
from tempfile import mktemp as name
def a():
    return open(tempfile.mktemp(".txt"), "w")  # want: insecure-temp-name
def b():
    path = name()  # want: insecure-temp-name
    os.mkdir(path)
    return path
def c():
    return os.tempnam("/tmp", "x")  # want: insecure-temp-name
def d():
    return tempfile.NamedTemporaryFile("w")  # fine: insecure-temp-name
def e():
    return tempfile.mkstemp(".txt")  # fine: insecure-temp-name
def f():
    return tempfile.mkdtemp()  # fine: insecure-temp-name

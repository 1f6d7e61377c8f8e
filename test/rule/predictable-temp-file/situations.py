import os
import tempfile
from pathlib import Path
def a(text):
    with open("/tmp/report.txt", "w") as f:  # want: predictable-temp-file
        f.write(text)
def b(text):
    Path("/var/tmp/state.json").write_text(text)  # want: predictable-temp-file
def c(text, user):
    path = os.path.join(tempfile.gettempdir(), "out-" + user)
    with open(path, "wb") as f:  # want: predictable-temp-file
        f.write(text)
def d(text):
    with tempfile.TemporaryFile("w") as f:
        f.write(text)  # fine: predictable-temp-file
def e():
    with open("/tmp/report.txt") as f:
        return f.read()  # fine: predictable-temp-file
def g(text):
    folder = tempfile.mkdtemp()
    with open(os.path.join(folder, "x"), "w") as f:
        f.write(text)  # fine: predictable-temp-file

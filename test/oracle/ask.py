"""Asking for trees and verdicts: suture's driver and every CPython at hand, behind one shape.

SPDX-License-Identifier: MIT
"""
import glob
import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUILD = os.path.join(ROOT, "build")
VERSIONS = (308, 309, 310, 311, 312, 313, 314)


class Peer:
    """A process that answers requests of the form in cpython.py. A dead one is started anew."""

    def __init__(self, command, version=0):
        self.command, self.version, self.process = command, version, None

    def start(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, source, tree=False, target=None):
        if self.process is None:
            self.start()
        pipe = self.process
        head = "%d %d %d\n" % (tree, self.version if target is None else target, len(source))
        try:
            pipe.stdin.write(head.encode() + source)
            pipe.stdin.flush()
            line = pipe.stdout.readline()
            reply = json.loads(line)
            reply["tree"] = pipe.stdout.read(reply["length"])
            return reply
        except (OSError, ValueError):
            pipe.kill()
            status = pipe.wait()
            self.process = None
            return {"parses": None, "error": "died with status %s" % status, "length": 0, "tree": b"",
                    "diags": [], "min": 0, "max": 0}

    def close(self):
        if self.process:
            self.process.stdin.close()
            self.process.wait()
            self.process = None


def suture(target=0):
    variant = os.path.abspath(os.environ.get("TEST_BUILD", BUILD))
    return Peer([os.path.join(variant, "oracle", "driver")], target)


def runs(python, version):
    ask = "import sys; sys.exit(sys.version_info[:2] != (3, %d))" % (version - 300)
    try:
        return subprocess.run([python, "-c", ask], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def find_python(version):
    """A CPython of that version: this one, one on PATH, or one that pyenv holds; None when there is none."""
    name = "3.%d" % (version - 300)
    pyenv = os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv"))
    found = [sys.executable, shutil.which("python" + name)]
    found += sorted(glob.glob(os.path.join(pyenv, "versions", name + ".*", "bin", "python")))
    return next((p for p in found if p and runs(p, version)), None)


def cpython(version):
    """That CPython as a peer; 3.14 by pyodide under node when no native one is there; None when absent."""
    server = os.path.join(HERE, "cpython.py")
    python = find_python(version)
    if python:
        return Peer([python, "-X", "utf8", server], version)
    modules = os.path.join(BUILD, "pyodide", "node_modules")
    if version == 314 and shutil.which("node") and os.path.isdir(os.path.join(modules, "pyodide")):
        return Peer(["node", "--stack-size=4000", os.path.join(HERE, "pyodide.mjs"), server, modules], version)
    return None


if __name__ == "__main__":                               # the newest CPython at hand
    print(max((v, find_python(v)) for v in VERSIONS if find_python(v))[1])

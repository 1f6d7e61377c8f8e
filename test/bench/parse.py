"""Runs the parser benchmark: suture, Ruff's parser, tree-sitter-python and CPython's ast on the same files.

usage: parse.py DRIVER PEERS PYTHON FOLDER [MEGABYTES]
Every contender holds the files in memory and runs one thread. Nine rounds, interleaved, so that what else
the machine does falls on all alike; medians, and ratios to suture round by round with their spread.
SPDX-License-Identifier: MIT
"""
import os
import statistics
import subprocess
import sys

ROUNDS = 9


def sample(folder, most):
    """UTF-8 files below the folder, spread evenly, of about `most` bytes together."""
    found = []
    for at, folders, files in os.walk(folder):
        folders.sort()
        for f in sorted(files):
            path = os.path.join(at, f)
            if f.endswith(".py") and readable(path):
                found.append((path, os.path.getsize(path)))
    keep = min(1.0, most / max(1, sum(size for _, size in found)))
    return [found[int(i / keep)][0] for i in range(int(len(found) * keep))]


def readable(path):
    with open(path, "rb") as f:
        text = f.read()
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not text.startswith(b"\xef\xbb\xbf") and b"\0" not in text


class Contender:
    def __init__(self, name, command):
        self.name, self.rounds, self.last = name, [], []
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        self.last = [int(x) for x in self.process.stdout.readline().split()]
        self.rounds.append(self.last[1] / self.last[0] * 1e3)        # MB/s: bytes a nanosecond, times 1000

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def spread(values):
    return "%6.2f (%.2f to %.2f)" % (statistics.median(values), min(values), max(values))


def table(contenders):
    ours = contenders[0]
    print("%-22s %8s %16s   %s" % ("", "MB/s", "min to max", "suture is faster by (spread)"))
    for c in contenders:
        ratios = [a / b for a, b in zip(ours.rounds, c.rounds)]
        print("%-22s %8.1f %7.1f to %6.1f   %s   broken %d" % (
            c.name, statistics.median(c.rounds), min(c.rounds), max(c.rounds), spread(ratios), c.last[3]))
    print("arena: %.2f bytes a source byte" % (ours.last[4] / ours.last[1]))


def main():
    driver, peers, python, folder = sys.argv[1:5]
    files = sample(folder, float(sys.argv[5] if len(sys.argv) > 5 else 40) * 1e6)
    names = os.path.join(os.path.dirname(driver), "files.txt")
    with open(names, "w", encoding="utf-8") as f:
        f.writelines(name + "\n" for name in files)
    contenders = [Contender("suture tree", [driver, "tree", names]),
                  Contender("suture symbol pass", [driver, "symbols", names]),
                  Contender("ruff_python_parser", [peers, "ruff", names]),
                  Contender("tree-sitter-python", [peers, "tree-sitter", names]),
                  Contender("CPython ast", [python, os.path.join(os.path.dirname(__file__), "cpython.py"), names])]
    for _ in range(ROUNDS):
        for c in contenders:
            c.run()
    print("%d files, %.1f MB, %d rounds, one thread" % (len(files), contenders[0].last[1] / 1e6, ROUNDS))
    table(contenders)
    for c in contenders:
        c.close()


main()

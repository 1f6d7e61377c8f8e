"""Times CPython's ast.parse over files held in memory, as driver.c does for suture.

usage: cpython.py LIST. For each line on stdin: one round; prints its nanoseconds, bytes, files, broken files.
SPDX-License-Identifier: MIT
"""
import ast
import gc
import sys
import time
import warnings


def round_of(texts):
    spent = broken = 0
    for text in texts:
        start, tree = time.perf_counter_ns(), None
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError):
            broken += 1
        spent += time.perf_counter_ns() - start
        del tree                                     # outside the timing, as for every contender
    return spent, broken


def main():
    warnings.simplefilter("ignore")
    texts = []
    for name in open(sys.argv[1], encoding="utf-8"):
        with open(name.rstrip("\n"), "rb") as f:
            texts.append(f.read())
    for _ in sys.stdin:
        gc.collect()
        spent, broken = round_of(texts)
        print(spent, sum(map(len, texts)), len(texts), broken, flush=True)


main()

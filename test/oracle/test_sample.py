"""A sample of the oracle for every run: the standard library of this machine, small random programs, broken files.

SPDX-License-Identifier: MIT
"""
import os
import subprocess
import sys

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import ask  # noqa: E402
import compare  # noqa: E402

VERSION = max([v for v in ask.VERSIONS if ask.find_python(v)] or [0])


def standard_library():
    python = ask.find_python(VERSION)
    out = subprocess.run([python, "-c", "import os; print(os.path.dirname(os.__file__))"], stdout=subprocess.PIPE)
    return out.stdout.decode().strip()


def run(script, *arguments):
    if not VERSION:
        pytest.skip("no CPython at hand")
    if not os.path.exists(ask.suture().command[0]):
        pytest.skip("no driver")
    done = subprocess.run([sys.executable, os.path.join(HERE, script)] + list(arguments), stdout=subprocess.PIPE)
    text = done.stdout.decode()
    print(text)
    assert done.returncode == 0, text


def test_trees_of_the_standard_library():
    run("compare.py", "--most", "80", standard_library())


def test_broken_files():
    run("mutate.py", "--count", "80", standard_library())


def test_scopes():
    run("symbols.py", "--count", "80")


def test_comparer_sees_differences():
    """The comparer must notice a wrong name, place, type of number and length."""
    one = {"_type": "Name", "id": "x", "lineno": 1, "col_offset": 0}
    assert not list(compare.differences(one, dict(one)))
    for wrong in (dict(one, id="y"), dict(one, col_offset=1)):
        assert list(compare.differences(one, wrong))
    assert list(compare.differences({"_type": "C", "value": 1}, {"_type": "C", "value": 1.0}))
    assert list(compare.differences([1], [1, 2]))
    assert not list(compare.differences({"int": "0x10"}, {"int": "16"}))

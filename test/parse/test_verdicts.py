"""Is `parses`, version by version, what CPython's compile() says of the texts in verdicts.list?

SPDX-License-Identifier: MIT
"""
import os
import re
import sys

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "oracle"))
import ask  # noqa: E402

ESCAPES = {"\\": "\\", "n": "\n", "r": "\r", "t": "\t"}


def plain(text):
    return re.sub(r"\\(\\|n|r|t|x..|u....)",
                  lambda m: ESCAPES.get(m.group(1)) or chr(int(m.group(1)[1:], 16)), text)


def rows():
    with open(os.path.join(HERE, "verdicts.list"), encoding="utf-8") as f:
        return [line.rstrip("\n").split(" ", 1) for line in f if not line.startswith("#")]


@pytest.fixture(scope="module")
def mine():
    peer = ask.suture()
    if not os.path.exists(peer.command[0]):
        pytest.skip("no driver at " + peer.command[0])
    yield peer
    peer.close()


def marks(mine, text):
    source = (plain(text) + "\n").encode()
    replies = [mine.ask(source, target=v) for v in ask.VERSIONS]
    return "".join("?" if r["parses"] is None else ".X"[not r["parses"]] for r in replies)


def test_verdict_of_each_version(mine):
    wrong = [(want, got, text) for want, text in rows() for got in [marks(mine, text)]
             if (got != want.lstrip("~")) != want.startswith("~")]
    assert not wrong, "%d of %d:\n" % (len(wrong), len(rows())) + "\n".join(
        "CPython %s ours %s  %s" % w for w in wrong[:200])


def test_some_version_is_enough(mine):
    """Without a target, a text parses when some version takes it, and the range says which."""
    for want, text in rows():
        if want.startswith("~"):
            continue
        reply = mine.ask((plain(text) + "\n").encode(), target=0)
        assert reply["parses"] == ("." in want), text
        if "." in want:
            first, last = want.index(".") + 308, want.rindex(".") + 308
            assert (reply["min"], reply["max"]) == (first, last), text

"""A repair explained: what an attacker could do, what changed and why that is enough, each gate, what to check by hand."""
import pytest
from program import BAD, CLEAN, FOUND, suture

TEST = "import a\n\n\ndef test_ls():\n    assert a.app.test_client().get('/ls?dir=.').status_code == 200\n"


def fix(cwd, *more):
    (cwd / "a.py").write_text(BAD)
    return suture("fix", *more, "a.py", cwd=cwd, timeout=120)


def test_text(tmp_path):
    r = fix(tmp_path, "--rule-help")
    assert r.code == CLEAN and "command-injection  fixed (built-in): shlex.quote makes" in r.err
    for words in ("\n    what an attacker could do: ", "\n    check by hand: that the program still does what you meant", "\n    gates passed: changed, parses, ",
                  "\n    not verified: no tests of yours executed the change (--verify-cmd)\n"):
        assert words in r.err, r.err


def test_short_unless_asked(tmp_path):
    assert "attacker" not in fix(tmp_path).err


def test_json(tmp_path):
    r = fix(tmp_path, "--format", "json")
    (file,) = r.json["files"]
    (row,) = file["findings"]
    assert row["why"] and row["check"].startswith("that the program") and file["verified"] is False
    assert file["gates"]["parses"]["state"] == "passed"


@pytest.mark.parametrize("command, verified", [("exec", True), ("skip", False)])
def test_verified_only_when_tests_ran_on_the_change(tmp_path, command, verified):
    """The tests import the module with a stand-in for flask, and call the view."""
    (tmp_path / "flask.py").write_text("class Flask:\n    def __init__(self, n): pass\n    def get(self, p): return lambda f: f\n\n\n"
                                       "class request:\n    args = {'dir': '.'}\n")
    call = "self.assertEqual(a.ls(), 'done')" if command == "exec" else "self.assertTrue(a)"
    (tmp_path / "test_a.py").write_text(f"import unittest\n\nimport a\n\n\nclass T(unittest.TestCase):\n    def test(self):\n        {call}\n")
    r = fix(tmp_path, "--format", "json", "--verify-cmd", "/usr/bin/python3 -m unittest -q test_a")
    gate = r.json["files"][0].get("gates", r.json["files"][0].get("refused", {})).get("tests pass") or {}
    if "sandbox" in str(gate) or "not found" in str(gate):
        pytest.skip("no sandbox, or no Python in it")
    assert r.json["files"][0]["verified"] is verified, r.json["files"][0]

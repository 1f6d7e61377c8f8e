"""--verify-cmd: the user's own tests judge a repair, on a private copy, in a sandbox."""
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUTURE = os.environ.get("SUTURE", str(ROOT / "build" / "suture"))
CODE = """import os
import subprocess


def listing(folder):
    return subprocess.check_output("ls " + folder, shell=True).decode()
"""
TESTS = """import pathlib
import tempfile
import unittest

import calc


class T(unittest.TestCase):
    def test_listing(self):
        with tempfile.TemporaryDirectory() as d:
            (pathlib.Path(d) / "a").write_text("x")
            self.assertIn("a", calc.listing(d))
"""
pytestmark = pytest.mark.skipif(not os.path.exists(SUTURE), reason=f"{SUTURE} is not built")


@pytest.fixture
def project(tmp_path):
    (tmp_path / "calc.py").write_text(CODE)
    (tmp_path / "test_calc.py").write_text(TESTS)
    return tmp_path


def fix(project, command, *more):
    env = {**os.environ, "PATH": "/usr/bin:/bin:" + os.environ["PATH"]}
    done = subprocess.run([SUTURE, "fix", "calc.py", "--verify-cmd", command, *more], cwd=project, env=env, capture_output=True,
                          text=True, timeout=120)
    if "needs a sandbox" in done.stderr:
        pytest.skip(done.stderr.strip())
    assert (project / "calc.py").read_text() == CODE or "--write" in more
    return done


UNIT = "/usr/bin/python3 -m unittest -q test_calc"


def test_tests_that_pass(project):
    if not os.path.exists("/usr/bin/python3"):
        pytest.skip("no /usr/bin/python3")
    done = fix(project, UNIT)
    assert done.returncode == 0 and "analysed, tests pass" in done.stderr
    done = fix(project, UNIT, "--write")
    assert done.returncode == 0 and "shlex.quote" in (project / "calc.py").read_text()


def test_tests_that_fail_on_the_repair(project):
    done = fix(project, "! grep -q shlex calc.py")
    assert done.returncode == 1 and "was refused: tests pass: exit code 1" in done.stderr


def test_tests_that_failed_before(project):
    done = fix(project, "echo broken; false")
    assert done.returncode == 3 and "fails without the change too: broken" in done.stderr


def test_what_they_can_not_judge_is_not_written(project):
    done = fix(project, "echo broken; false", "--write")
    assert (project / "calc.py").read_text() == CODE and done.returncode == 1
    assert "--verify-cmd fails before any change" in done.stderr and "could not be written" in done.stderr
    done = fix(project, "no-such-program", "--write")
    assert (project / "calc.py").read_text() == CODE and "--verify-cmd can't be run before any change" in done.stderr
    done = fix(project, "echo broken; false", "--write", "--accept-unproven")
    assert "shlex.quote" in (project / "calc.py").read_text() and done.returncode == 3


def test_tests_that_never_run_the_code(project):
    done = fix(project, "true")
    assert done.returncode == 3 and "never run the changed code" in done.stderr


def test_the_project_is_not_touched(project):
    fix(project, "echo stolen > leak; rm -f calc.py; false")
    assert not (project / "leak").exists() and (project / "calc.py").exists()


def test_tests_found_by_themselves(tmp_path):
    (tmp_path / "calc.py").write_text(CODE)
    env = {**os.environ, "PATH": "/usr/bin:/bin:" + os.environ["PATH"]}

    def auto():
        return subprocess.run([SUTURE, "fix", "calc.py", "--verify", "auto"], cwd=tmp_path, env=env, capture_output=True,
                              text=True, timeout=120)
    done = auto()
    assert done.returncode == 0 and "no tests of pytest's were found" in done.stderr
    (tmp_path / "test_calc.py").write_text(TESTS)
    done = auto()
    if "needs a sandbox" in done.stderr:
        pytest.skip(done.stderr.strip())
    assert "tests pass" in done.stderr and "were found" not in done.stderr    # passed, or not available: no pytest there

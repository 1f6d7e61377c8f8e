"""The baseline hides what was known, survives moves, and only shrinks unless told to grow."""
import json

import pytest
from program import BAD, CLEAN, FOUND, USAGE, suture

SECOND = BAD.replace("ls", "rm").replace('"rm "', '"rm -r "')


def scan(cwd, *more):
    return suture("scan", "--format", "json", "--baseline", "base.json", *more, ".", cwd=cwd)


def known(cwd):
    return len(json.loads((cwd / "base.json").read_text())["findings"])


@pytest.fixture
def project(tmp_path):
    (tmp_path / "a.py").write_text(BAD)
    assert scan(tmp_path, "--update-baseline").code == CLEAN
    return tmp_path


def test_hides_what_was_known(project):
    r = scan(project)
    assert r.code == CLEAN and r.json["findings"] == [] and r.json["summary"]["hidden"] == 1


def test_shows_what_is_new(project):
    (project / "b.py").write_text(SECOND)
    r = scan(project)
    assert r.code == FOUND and [f["path"] for f in r.json["findings"]] == ["b.py"]


def test_two_alike_need_two_entries(project):
    (project / "a.py").write_text(BAD + BAD.split("\n", 3)[3].replace('"/ls"', '"/again"').replace("def ls", "def again"))
    assert scan(project).code == FOUND


@pytest.mark.parametrize("change", [
    lambda t: "# more\n\n\n" + t, lambda t: t.replace("\n", "\r\n"), lambda t: t.replace("    ", "\t"),
    lambda t: t.replace('os.system("ls " + name)', 'os.system(\n        "ls "\n        + name\n    )'),
])
def test_survives_moves_and_reformatting(project, change):
    (project / "a.py").write_text(change(BAD))
    assert scan(project).code == CLEAN


def test_survives_a_rename(project):
    (project / "a.py").rename(project / "z.py")
    assert scan(project).code == CLEAN


def test_says_what_has_gone_and_forgets_it(project):
    (project / "a.py").write_text("x = 1\n")
    assert "1 of the baseline's findings is gone" in scan(project).err
    assert scan(project, "--update-baseline").code == CLEAN and known(project) == 0


def test_grows_only_when_told(project):
    (project / "b.py").write_text(SECOND)
    assert scan(project, "--update-baseline").code == FOUND and known(project) == 1
    assert scan(project, "--update-baseline", "--grow").code == CLEAN and known(project) == 2
    assert scan(project).code == CLEAN


def test_what_was_not_analysed_stays_known(project):
    (project / "a.py").write_text("def f(:\n")
    scan(project, "--update-baseline")
    assert known(project) == 1


def test_faults(tmp_path):
    (tmp_path / "a.py").write_text(BAD)
    r = scan(tmp_path)
    assert r.code == USAGE and r.err == "suture: there is no baseline base.json; --update-baseline makes one\n"
    for text in ("", "[]", "{}", '{"schema": "suture-baseline-1", "findings": [{"id": "xyz"}]}'):
        (tmp_path / "base.json").write_text(text)
        r = scan(tmp_path)
        assert r.code == USAGE and r.err == "suture: base.json: is not a baseline that suture wrote\n"

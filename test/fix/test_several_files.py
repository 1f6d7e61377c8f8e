"""Built-in fixes of several files: projects as before and after, and what all-or-nothing means when one file can't be had.

projects/NAME.txt holds files before and what the changed ones become; `# trust: safe` or `# trust: review` in the first line.
Each result parses, has lost its finding, and stays as it is in a second run.
"""
import ast
import json
import os
import pathlib
import pty
import select
import shutil
import stat
import subprocess

import pytest

HERE = pathlib.Path(__file__).parent
SUTURE = os.path.abspath(os.environ.get("SUTURE", "build/suture"))
PROJECTS = sorted((HERE / "projects").glob("*.txt"))


def files_of(text):
    found = {}
    for part in ("\n" + text).split("\n=== ")[1:]:
        name, _, body = part.partition("\n")
        found[name.strip()] = body + "\n" if body and not body.endswith("\n") else body
    return found


def read(path):
    head, rest = path.read_text().split("\n", 1)
    before, after = rest.split("\n\n--- becomes\n")
    _, trust, rule = head.split()
    return trust, rule, files_of(before + "\n"), files_of(after)


def lay(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def suture(folder, *options, env=None):
    run = subprocess.run([SUTURE, *options, "--no-config"], cwd=folder, capture_output=True, text=True,
                         env={**os.environ, "XDG_STATE_HOME": str(folder.parent / "state"), **(env or {})})
    assert run.returncode in (0, 1, 3), run.stderr
    return run


def fix(folder, trust, *options, **more):
    return suture(folder, "fix", ".", *(["--review"] if trust == "review" else []), *options, **more)


def texts(folder):
    return {str(p.relative_to(folder)): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / ".git").mkdir()
    return tmp_path / "project"


@pytest.mark.parametrize("path", PROJECTS, ids=[p.stem for p in PROJECTS])
def test_project(path, folder):
    trust, rule, before, after = read(path)
    lay(folder, before)
    if trust == "review":
        safe = json.loads(fix(folder, "safe", "--format", "json").stdout)
        assert not [r for f in safe["files"] for r in f["findings"] if r["rule"] == rule and r["how"] == "built-in"]
    done = json.loads(fix(folder, trust, "--write", "--format", "json").stdout)
    rows = [r for f in done["files"] for r in f["findings"] if r["rule"] == rule]
    assert rows and all(r["how"] != "left" for r in rows) and "built-in" in [r["how"] for r in rows]
    assert {f["path"].removeprefix("./") for f in done["files"] if f["written"]} == set(after)
    got = texts(folder)
    assert got == {**before, **after}
    for name in after:
        if name.endswith(".py"):
            ast.parse(got[name])
    again = json.loads(fix(folder, trust, "--format", "json").stdout)
    assert not [f for f in again["files"] if f["changed"]]


def test_enough():
    assert len(PROJECTS) >= 10


HELPER = HERE / "projects" / "sql_function.txt"


def test_the_diff_applies(folder):
    trust, _, before, after = read(HELPER)
    lay(folder, before)
    diff = fix(folder, trust).stdout
    assert texts(folder) == before
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run(["git", "apply"], input=diff, text=True, cwd=folder, check=True)
    assert {n: t for n, t in texts(folder).items() if not n.startswith(".git")} == {**before, **after}


def test_reports_show_all_files(folder):
    trust, rule, before, after = read(HELPER)
    lay(folder, before)
    sarif = json.loads(suture(folder, "scan", ".", "--format", "sarif", "--no-cache").stdout)
    changes = [r["fixes"][0]["artifactChanges"] for r in sarif["runs"][0]["results"] if r["ruleId"] == rule]
    assert {c["artifactLocation"]["uri"] for c in changes[0]} == set(after)
    for change in changes[0]:
        lines = before[change["artifactLocation"]["uri"]].splitlines(keepends=True)
        text = "".join(lines)
        starts = [sum(map(len, lines[:i])) for i in range(len(lines) + 1)]
        for r in sorted(change["replacements"], key=lambda r: -r["deletedRegion"]["startLine"] * 1000 - r["deletedRegion"].get("startColumn", 1)):
            at = r["deletedRegion"]
            beg = starts[at["startLine"] - 1] + at.get("startColumn", 1) - 1
            end = starts[at.get("endLine", at["startLine"]) - 1] + at["endColumn"] - 1
            text = text[:beg] + r.get("insertedContent", {"text": ""})["text"] + text[end:]
        assert text == after[change["artifactLocation"]["uri"]]
    found = json.loads(suture(folder, "scan", ".", "--format", "json", "--no-cache").stdout)["findings"]
    assert {e["path"] for f in found if f["rule"] == rule for e in f["fix"]["edits"]} == set(after)
    page = suture(folder, "scan", ".", "--format", "html", "--no-cache").stdout
    assert all(f"In {name}:" in page for name in after if name != "db.py")


def test_a_file_that_cannot_be_written_leaves_all(folder):
    trust, _, before, _ = read(HELPER)
    lay(folder, before)
    if os.geteuid() == 0:
        subprocess.run(["chattr", "+i", "views.py"], cwd=folder, capture_output=True)
        if subprocess.run(["touch", "views.py"], cwd=folder, capture_output=True).returncode == 0:
            pytest.skip("nothing is forbidden to this user here")
    else:
        os.chmod(folder, stat.S_IRUSR | stat.S_IXUSR)
    try:
        done = json.loads(fix(folder, trust, "--write", "--format", "json").stdout)
    finally:
        os.chmod(folder, 0o755)
        subprocess.run(["chattr", "-i", "views.py"], cwd=folder, capture_output=True)
    assert not any(f["written"] for f in done["files"])
    assert any("belongs to" in f.get("trouble", "") for f in done["files"]) or len([f for f in done["files"] if f.get("trouble")]) > 1
    assert texts(folder) == before


def test_a_part_that_a_gate_refuses_refuses_all(folder):
    trust, rule, before, _ = read(HELPER)
    lay(folder, {**before, "test_it.py": "import sqlite3, db\n\n\ndef test_it():\n    assert db.query.__defaults__ is None\n"})
    done = json.loads(fix(folder, trust, "--format", "json", "--verify-cmd", "python3 -m pytest -q -p no:cacheprovider test_it.py").stdout)
    rows = [r for f in done["files"] for r in f["findings"] if r["rule"] == rule]
    if "no sandbox" in json.dumps(rows):
        pytest.skip("no sandbox works here")
    assert all(r["how"] == "left" for r in rows), rows
    assert not any(f["changed"] for f in done["files"])


def test_the_cache_notices_the_other_file(folder, tmp_path):
    _, rule, before, _ = read(HELPER)
    lay(folder, before)
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}

    def edits(*options):
        found = json.loads(suture(folder, "scan", ".", "--format", "json", *options, env=env).stdout)["findings"]
        return [(e["path"], e["line"], e["column"], e["text"]) for f in found if f["rule"] == rule for e in f["fix"]["edits"]]
    first = edits()
    assert first == edits("--no-cache") == edits()
    for name in ("views.py", "admin.py"):
        (folder / name).write_text("# one line more\n" + (folder / name).read_text())
        assert edits() == edits("--no-cache") != first


def test_split_settings_and_the_cache(folder, tmp_path):
    _, rule, before, after = read(HERE / "projects" / "django_split.txt")
    lay(folder, before)
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}

    def count():
        found = json.loads(suture(folder, "scan", ".", "--format", "json", env=env).stdout)["findings"]
        return sum(f["rule"] == rule for f in found)
    assert count() == 1
    lay(folder, after)
    assert count() == 0
    lay(folder, before)
    assert count() == 1


def test_interactive_shows_all_files(folder):
    trust, _, before, after = read(HELPER)
    lay(folder, before)
    main, child = pty.openpty()
    run = subprocess.Popen([SUTURE, "fix", ".", "--interactive", "--no-config"], cwd=folder, stdin=child, stdout=child, stderr=child,
                           env={**os.environ, "TERM": "xterm", "NO_COLOR": "1", "XDG_STATE_HOME": str(folder.parent / "state")},
                           start_new_session=True)
    os.close(child)
    screen, answered = b"", False
    while select.select([main], [], [], 60)[0]:
        try:
            got = os.read(main, 65536)
        except OSError:
            break
        if not got:
            break
        screen += got
        if b"[y,n,a,d,e,q,?]?" in screen and not answered:
            answered = True
            os.write(main, b"y\n")
    os.close(main)
    run.wait(timeout=60)
    shown = screen.decode()
    assert all(f"--- a/{name}" in shown for name in after)
    assert texts(folder) == {**before, **after}


def test_nothing_is_left_beside(folder):
    trust, _, before, after = read(HELPER)
    lay(folder, before)
    fix(folder, trust, "--write")
    assert set(texts(folder)) == set(before)
    left = folder.parent / "state" / "suture" / "unfinished"
    assert left.is_dir() and not list(left.iterdir())
    shutil.rmtree(left)

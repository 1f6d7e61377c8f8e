"""--diff and --staged: only what touches changed lines, with the whole project's context; the index, not the work tree."""
import shutil
import subprocess

import pytest
from program import BAD, CLEAN, FOUND, INCOMPLETE, USAGE, suture

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


def git(cwd, *args):
    subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@t", *args], cwd=cwd, check=True, capture_output=True)


@pytest.fixture
def repo(tmp_path):
    git(tmp_path, "init", "-q")
    (tmp_path / "old.py").write_text(BAD)
    (tmp_path / "run.py").write_text("import os\n\n\ndef run(what):\n    os.system('ls ' + what)\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    return tmp_path


def scan(cwd, *more):
    return suture("scan", "--format", "json", *more, cwd=cwd)


def where(done):
    return [(f["path"], f["line"]) for f in done.json["findings"]]


def test_nothing_changed(repo):
    assert scan(repo, "--diff", "HEAD").code == CLEAN and scan(repo, "--staged").code == CLEAN


def test_changed_line(repo):
    (repo / "old.py").write_text("# moved\n" + BAD.replace('"ls "', '"ls -l "'))
    r = scan(repo, "--diff", "HEAD")
    assert r.code == FOUND and where(r) == [("old.py", 10)]


def test_other_lines_stay_out(repo):
    (repo / "old.py").write_text(BAD + "\n\nx = 1\n")
    assert scan(repo, "--diff", "HEAD").code == CLEAN


def test_untracked_file(repo):
    (repo / "new name.py").write_text(BAD)
    assert where(scan(repo, "--diff", "HEAD")) == [("new name.py", 9)]


def test_flow_from_a_changed_line(repo):
    (repo / "web.py").write_text("from flask import Flask, request\nfrom run import run\napp = Flask(__name__)\n\n\n"
                                 "@app.get('/')\ndef home():\n    run(request.args['x'])\n    return ''\n")
    r = scan(repo, "--diff", "HEAD")
    assert r.code == FOUND and any(f["path"] in ("run.py", "web.py") for f in r.json["findings"])


def test_staged_reads_the_index(repo):
    (repo / "new.py").write_text(BAD)
    assert scan(repo, "--staged").code == CLEAN
    git(repo, "add", "new.py")
    (repo / "new.py").write_text("x = 1\n")
    assert where(scan(repo, "--staged")) == [("new.py", 9)]


def test_staged_and_gone_from_the_work_tree(repo):
    (repo / "in").mkdir()
    for name in ("new.py", "in/more.py", "note.md"):
        (repo / name).write_text(BAD)
    git(repo, "add", ".")
    (repo / "new.py").unlink()
    (repo / "note.md").unlink()
    (repo / "in/more.py").unlink()
    (repo / "in").rmdir()
    assert where(scan(repo, "--staged")) == [("in/more.py", 9), ("new.py", 9)]
    assert where(scan(repo, "--staged", "--exclude", "in")) == [("new.py", 9)]


def test_odd_names(repo):
    for name in ("é.py", 'q"uote.py', "tab\t.py"):
        (repo / name).write_text(BAD)
    git(repo, "add", ".")
    assert sorted(p for p, _ in where(scan(repo, "--staged"))) == sorted(["é.py", 'q"uote.py', "tab\t.py"])


def test_unparsable_elsewhere_is_no_matter(repo):
    (repo / "broken.py").write_text("def f(:\n")
    git(repo, "add", ".")
    git(repo, "commit", "-qm", "two")
    (repo / "x.py").write_text("x = 1\n")
    git(repo, "add", ".")
    assert scan(repo, "--staged").code == CLEAN
    (repo / "x.py").write_text("x = (\n")
    git(repo, "add", ".")
    assert scan(repo, "--staged").code == INCOMPLETE


def test_from_a_subfolder(repo):
    (repo / "in").mkdir()
    (repo / "in" / "a.py").write_text(BAD)
    assert where(scan(repo / "in", "--diff", "HEAD")) == [("a.py", 9)]


def test_faults(repo, tmp_path_factory):
    r = scan(repo, "--diff", "nosuch")
    assert r.code == USAGE and "git diff: " in r.err
    r = scan(repo, "--diff", "--output=x")
    assert r.code == USAGE and "is no name of a commit" in r.err
    r = scan(repo, "--diff", "HEAD", "--staged")
    assert r.code == USAGE and "two questions" in r.err
    r = scan(tmp_path_factory.mktemp("plain"), "--staged")
    assert r.code == USAGE and "work in a git repository" in r.err


def test_what_another_branch_did_meanwhile_is_not_ours(repo):
    """Against a branch that went on, what counts is what was changed here since."""
    git(repo, "checkout", "-qb", "ours")
    (repo / "new.py").write_text(BAD)
    git(repo, "add", ".")
    git(repo, "commit", "-qm", "ours")
    git(repo, "checkout", "-q", "-")
    (repo / "run.py").write_text("def run(what):\n    return what\n")
    git(repo, "commit", "-qam", "theirs")
    git(repo, "checkout", "-q", "ours")
    assert where(scan(repo, "--diff", "@{-1}")) == where(scan(repo, "--diff", "HEAD~1")) == [("new.py", 9)]


def test_nothing_staged_is_said(repo):
    (repo / "note.txt").write_text("x")
    git(repo, "add", "note.txt")
    r = scan(repo, "--staged")
    assert r.code == CLEAN and r.err.startswith("no Python is staged, so nothing was judged\n") and r.json["complete"]


def test_a_baseline_beside_changes(repo):
    assert suture("scan", "--baseline", "b.json", "--update-baseline", ".", cwd=repo).code == CLEAN
    before = (repo / "b.json").read_text()
    (repo / "old.py").write_text("# moved\n" + BAD.replace('"ls "', '"ls  "'))
    r = scan(repo, "--diff", "HEAD", "--baseline", "b.json")
    assert "gone" not in r.err
    r = scan(repo, "--diff", "HEAD", "--baseline", "b.json", "--update-baseline")
    assert r.code == USAGE and "needs the whole" in r.err and (repo / "b.json").read_text() == before


@pytest.mark.parametrize("key, value", [
    ("diff.noprefix", "true"), ("diff.mnemonicPrefix", "true"), ("diff.relative", "true"), ("diff.srcPrefix", "x/"),
    ("diff.dstPrefix", "y/"), ("diff.interHunkContext", "100"), ("color.ui", "always")])
def test_the_users_own_git_settings_hide_nothing(repo, key, value):
    git(repo, "config", key, value)
    (repo / "old.py").write_text(BAD.replace('"ls "', '"ls -l "'))
    (repo / "sub").mkdir()
    assert where(scan(repo, "--diff", "HEAD")) == [("old.py", 9)]
    assert [line for _, line in where(scan(repo / "sub", "--diff", "HEAD", ".."))] == [9]
    git(repo, "add", ".")
    assert where(scan(repo, "--staged")) == [("old.py", 9)]


def test_a_new_file_outside_the_working_folder(repo):
    (repo / "sub").mkdir()
    (repo / "fresh.py").write_text(BAD)
    r = scan(repo / "sub", "--diff", "HEAD", "..")
    assert r.code == FOUND and [f["path"].rsplit("/", 1)[-1] for f in r.json["findings"]] == ["fresh.py"]


def test_a_changed_submodule_is_said(repo, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    git(other, "init", "-q")
    (other / "m.py").write_text("x = 1\n")
    git(other, "add", ".")
    git(other, "commit", "-qm", "one")
    git(repo, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other), "part")
    r = scan(repo, "--staged")
    assert r.code == CLEAN and "1 submodule changed: what came with it was not judged" in r.err
    git(repo, "commit", "-qm", "two")
    assert "submodule" not in scan(repo, "--diff", "HEAD").err
    (repo / "part" / "m.py").write_text(BAD)
    git(repo / "part", "commit", "-qam", "two")
    r = scan(repo, "--diff", "HEAD")
    assert r.code == CLEAN and "1 submodule changed" in r.err


def test_a_shallow_clone_says_what_to_fetch(repo, tmp_path_factory):
    (repo / "old.py").write_text(BAD + "\n")
    git(repo, "commit", "-qam", "two")
    clone = tmp_path_factory.mktemp("clone") / "c"
    git(repo, "clone", "-q", "--depth", "1", f"file://{repo}", str(clone))
    r = scan(clone, "--diff", "HEAD~1")
    assert r.code == USAGE and "fetch-depth: 0" in r.err
    assert "fetch-depth" not in scan(repo, "--diff", "nothing").err


def test_programs_that_git_calls_binary(repo):
    """.gitattributes may say so: which lines changed is not told then, and the whole file is judged."""
    (repo / ".gitattributes").write_text("*.py binary\n")
    (repo / "old.py").write_text(BAD + "\n\nx = 1\n")
    (repo / "this and that.py").write_text(BAD)
    (repo / 'a"b.py').write_text(BAD)
    git(repo, "add", ".")
    assert where(scan(repo, "--diff", "HEAD")) == [('a"b.py', 9), ("old.py", 9), ("this and that.py", 9)]
    assert where(scan(repo, "--staged")) == where(scan(repo, "--diff", "HEAD"))

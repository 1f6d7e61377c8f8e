"""The diff of `fix`: git takes it wherever the files lie; a person at a terminal sees colours and nothing that acts."""
import subprocess

import pytest
from program import BAD, suture
from test_terminal import at_terminal

HOSTILE = BAD.replace('    return "done"\n', '    return "\x1b[2J\x1b]0;x\x07"\n')


def git(*args, cwd, stdin=None):
    return subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *args], cwd=cwd, input=stdin, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path):
    top = tmp_path / "top"
    (top / "pkg").mkdir(parents=True)
    (top / "deep" / "er").mkdir(parents=True)
    (top / "pkg" / "bad.py").write_text(BAD)
    git("init", "-q", cwd=top)
    return top


def beginning(diff):
    return diff.split("\n", 1)[0]


@pytest.mark.parametrize("args", [["../../pkg"], ["../../pkg/bad.py"], ["{top}/pkg"], ["{top}/pkg/bad.py"]])
def test_files_elsewhere_in_the_repository(repository, args):
    """From a folder below, by a path that leads up or an absolute one: the diff begins in the top, which is said."""
    r = suture("fix", *[a.format(top=repository) for a in args], cwd=repository / "deep" / "er")
    assert beginning(r.out) == "--- a/pkg/bad.py" and f"git -C '{repository}' apply" in r.err
    git("apply", cwd=repository, stdin=r.raw)
    assert "shlex.quote(name)" in (repository / "pkg" / "bad.py").read_text()


def test_files_outside_of_any_repository(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "bad.py").write_text(BAD)
    r = suture("fix", ".", "../one", cwd=tmp_path / "two")
    assert "--- a/one/bad.py\n" in r.out and "--- a/two/bad.py\n" in r.out and f"git -C '{tmp_path}' apply" in r.err
    git("apply", cwd=tmp_path, stdin=r.raw)
    assert all("shlex.quote(name)" in (tmp_path / name / "bad.py").read_text() for name in ("one", "two"))


@pytest.mark.parametrize("path", [".", "pkg", "./pkg/../pkg/bad.py", "{top}", "{top}/pkg/bad.py"])
def test_files_below_the_folder(repository, path):
    r = suture("fix", path.format(top=repository), cwd=repository)
    assert beginning(r.out) == "--- a/pkg/bad.py" and "git -C" not in r.err


def test_comments_elsewhere(repository):
    r = suture("fix", "--suppress", "command-injection", "--reason", "known", "../pkg", cwd=repository / "deep")
    assert beginning(r.out) == "--- a/pkg/bad.py" and f"git -C '{repository}' apply" in r.err


def test_at_a_terminal(tmp_path):
    (tmp_path / "bad.py").write_text(HOSTILE)
    _, screen, _ = at_terminal(["fix", "bad.py"], tmp_path)
    assert '\x1b[31m-    os.system("ls " + name)\x1b[m' in screen and "\x1b[32m+    os.system" in screen
    assert "\x1b[2J" not in screen and "\x07" not in screen and "\\x1b[2J" in screen
    _, plain, _ = at_terminal(["fix", "bad.py"], tmp_path, env={"NO_COLOR": "1"})
    assert "\x1b[3" not in plain and "\x1b[2J" not in plain and "-    os.system" in plain


def test_the_table_is_painted_where_a_person_reads(tmp_path):
    (tmp_path / "bad.py").write_text(BAD)
    (tmp_path / "key.py").write_text("from flask import Flask\napp = Flask(__name__)\napp.secret_key = 'hunter2-Zq9!x'\n")
    _, screen, _ = at_terminal(["fix", "."], tmp_path, columns=200)
    assert "\x1b[32mfixed (built-in)\x1b[0m: " in screen and "\x1b[33mleft\x1b[0m: " in screen
    assert "\x1b" not in at_terminal(["fix", "."], tmp_path, env={"NO_COLOR": "1"}, columns=200)[1].replace("\x1b[K", "")
    assert "\x1b" not in suture("fix", ".", cwd=tmp_path).err


def test_a_pipe_gets_the_bytes(tmp_path):
    (tmp_path / "bad.py").write_text(HOSTILE)
    r = suture("fix", "--color", "always", "bad.py", cwd=tmp_path)
    assert "\x1b[2J" in r.out and "\x1b[3" not in r.out


@pytest.mark.parametrize("args", [["fix"], ["fix", "-i"]])
def test_what_draws_nothing_is_shown(tmp_path, args):
    """A C1 byte in UTF-8 acts on a terminal as an escape does; a change of direction makes code read otherwise."""
    (tmp_path / "b\x9b31m.py").write_text(BAD.replace("name)", "name)  # \x9b31m \u202e"))
    _, screen, _ = at_terminal([*args, "."], tmp_path, columns=200)
    assert "\x9b" not in screen and "\u202e" not in screen and "\\x9b31m \\u202e" in screen
    assert "\\x9b31m.py" in screen

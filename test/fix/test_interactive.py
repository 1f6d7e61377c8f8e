"""`suture fix --interactive` in a pseudo-terminal: what is asked, what each answer does to the files."""
import os
import pty
import select
import stat
import subprocess

import pytest

SUTURE = os.path.abspath(os.environ.get("SUTURE", "build/suture"))
YAML = "import yaml\n\n\ndef read(text):\n    return yaml.load(text, Loader=yaml.Loader)\n\n\ndef again(text):\n    return yaml.unsafe_load(text)\n"
TLS = "import requests\n\n\ndef get(url):\n    return requests.get(url, verify=False, timeout=5)\n"
ASKS = b"[y,n,a,d,e,q,?]?"


def talk(folder, answers, *options, env=None):
    """The screen's text, after each question was answered with the next of `answers`, and the exit code."""
    main, child = pty.openpty()
    run = subprocess.Popen([SUTURE, "fix", ".", "--interactive", "--no-config", *options], cwd=folder, stdin=child, stdout=child,
                           stderr=child, env={**os.environ, "TERM": "xterm", **(env or {})}, start_new_session=True)
    os.close(child)
    screen, seen, answers = b"", 0, list(answers)
    while select.select([main], [], [], 60)[0]:
        try:
            got = os.read(main, 65536)
        except OSError:
            break
        if not got:
            break
        screen += got
        while screen.count(ASKS) > seen:
            seen += 1
            os.write(main, (answers.pop(0) if answers else "q").encode() + b"\n")
    os.close(main)
    return screen.decode(errors="replace").replace("\r\n", "\n"), run.wait(timeout=60), seen


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.py").write_text(YAML)
    (tmp_path / "b.py").write_text(TLS)
    return tmp_path


def test_yes_and_no(folder):
    screen, code, seen = talk(folder, ["y", "n", "y"])
    assert seen == 3
    assert "SafeLoader" in (folder / "a.py").read_text() and "unsafe_load" in (folder / "a.py").read_text()
    assert "verify=True" in (folder / "b.py").read_text()
    assert code == 1, screen


def test_the_diff_begins_a_line_of_its_own(folder):
    """Progress stands there before: it is taken away."""
    screen, _, _ = talk(folder, ["q"], env={"NO_COLOR": "1"})
    line = next(x for x in screen.split("\n") if "--- a/a.py" in x)
    assert line.rsplit("\x1b[K", 1)[-1] == "--- a/a.py"


def test_the_diff_is_coloured_and_says_why(folder):
    screen, _, _ = talk(folder, ["q"])
    assert "\x1b[31m-    return yaml.load(text, Loader=yaml.Loader)\x1b[m" in screen
    assert "\x1b[32m+    return yaml.load(text, Loader=yaml.SafeLoader)\x1b[m" in screen
    assert "The safe loader builds plain data only" in screen
    plain, _, _ = talk(folder, ["q"], env={"NO_COLOR": "1"})
    assert "\x1b[31m" not in plain


def test_all_of_a_rule(folder):
    _, _, seen = talk(folder, ["a", "n"])
    assert seen == 2
    text = (folder / "a.py").read_text()
    assert "SafeLoader" in text and "yaml.safe_load(text)" in text
    assert (folder / "b.py").read_text() == TLS


def test_the_rest_of_a_file_is_left(folder):
    _, _, seen = talk(folder, ["d", "y"])
    assert seen == 2
    assert (folder / "a.py").read_text() == YAML
    assert "verify=True" in (folder / "b.py").read_text()


@pytest.mark.parametrize("answer", ["q", "\x04"])
def test_quit_leaves_all(folder, answer):
    screen, _, _ = talk(folder, [answer])
    assert "a fix is known, and was not taken" in screen and "a model" not in screen
    assert (folder / "a.py").read_text() == YAML and (folder / "b.py").read_text() == TLS


def test_help_asks_again(folder):
    screen, _, seen = talk(folder, ["?", "what", "y", "q"])
    assert seen == 4
    assert screen.count("y - take this fix") == 2
    assert "SafeLoader" in (folder / "a.py").read_text()


def test_edit(folder):
    editor = folder / "editor"
    editor.write_text("#!/bin/sh\nsed -i 's/yaml.load(text, Loader=yaml.SafeLoader)/yaml.safe_load(text)/' \"$1\"\n")
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    screen, _, _ = talk(folder, ["e", "q"], env={"EDITOR": str(editor), "VISUAL": ""})
    assert "    return yaml.safe_load(text)\n" in (folder / "a.py").read_text(), screen


def test_an_edit_passes_the_gates_too(folder):
    editor = folder / "editor"
    editor.write_text("#!/bin/sh\necho 'def read(' > \"$1\"\n")
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    screen, _, _ = talk(folder, ["e", "q"], env={"EDITOR": str(editor), "VISUAL": ""})
    assert (folder / "a.py").read_text() == YAML
    assert "parses" in screen


def test_standard_input_has_no_place_for_answers(tmp_path):
    run = subprocess.run([SUTURE, "fix", "-", "--interactive"], input=YAML, capture_output=True, text=True)
    assert run.returncode == 2 and "--interactive" in run.stderr


def test_the_option_of_the_issue(tmp_path):
    (tmp_path / "a.py").write_text("import hashlib\n\n\ndef check(data):\n    return hashlib.md5(data).hexdigest()\n")
    runs = [subprocess.run([SUTURE, "fix", ".", "--no-config", "--profile", "audit", o], cwd=tmp_path, capture_output=True, text=True)
            for o in ("--review", "--review-fixes")]
    assert runs[0].stdout == runs[1].stdout and "sha256" in runs[0].stdout

"""At a terminal: progress on standard error, colours, Ctrl-C; in a pipe: none of them. Hostile text stays text."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import threading
import time

import pytest
from program import BAD, BIN, FOUND, GOOD, STOPPED, clean_env, suture


def at_terminal(args, cwd, env=None, stop_after=None, both=True, columns=0):
    """Runs with a pseudo-terminal as standard error (and output); returns the exit code and what it showed."""
    main, child = pty.openpty()
    if columns:
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    p = subprocess.Popen([BIN, *args], cwd=cwd, stdin=subprocess.DEVNULL, stdout=child if both else subprocess.PIPE, stderr=child,
                         env=clean_env(cwd, {"TERM": "xterm", **(env or {})}), start_new_session=True)
    os.close(child)
    data = []
    reader = threading.Thread(target=lambda: data.append(p.stdout.read()) if p.stdout else None)
    reader.start()
    shown, began, stopped = b"", time.time(), False
    while time.time() - began < 60:
        ready, _, _ = select.select([main], [], [], 0.05)
        if ready:
            try:
                piece = os.read(main, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        if stop_after and not stopped and stop_after(shown):
            p.send_signal(signal.SIGINT)
            stopped = True
    code = p.wait(timeout=30)
    reader.join()
    os.close(main)
    return code, shown.decode("utf-8", "replace"), b"".join(data).decode("utf-8", "replace")


@pytest.fixture
def many(tmp_path):
    for i in range(300):
        (tmp_path / f"m{i:03}.py").write_text(BAD + GOOD * 200)
    return tmp_path


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_as_wide_as_the_terminal(tmp_path, columns):
    """Words stay whole, the mark stands below what it marks, and nothing is lost."""
    long = BAD.replace('"ls " + name', '"ls " + "é" * 10 + ' + '"long " + ' * 30 + "name")
    (tmp_path / "bad.py").write_text(long)
    _, shown, _ = at_terminal(["scan", "--no-cache", "bad.py"], tmp_path, columns=columns)
    lines = [re.sub("\x1b\\[[0-9;]*[mK]", "", line.rstrip("\r")).split("\r")[-1] for line in shown.split("\n")]
    report = lines[next(i for i, line in enumerate(lines) if line == "bad.py"):]
    assert all(len(line) <= columns for line in report)
    at = next(i for i, line in enumerate(report) if " | " in line and "system" in line)
    assert report[at + 1].index("^") == report[at].index("os.system")
    done = suture("scan", "--no-cache", "bad.py", cwd=tmp_path)
    whole = " ".join((done.out + done.err).split())
    told = " ".join(" ".join(report[:at] + report[at + 2:]).split())
    assert all(word in whole for word in told.split()) and "more: suture explain command-injection" in told


@pytest.mark.parametrize("args", [["help"], ["help", "scan"], ["scan", "--help"], ["rules"], ["explain", "redos"], ["fix", "bad.py"]])
def test_help_and_tables_are_folded_too(tmp_path, args):
    """Words stay whole and in their column; lines of code, addresses and a diff stay as they are."""
    (tmp_path / "bad.py").write_text(BAD)
    _, shown, _ = at_terminal(args, tmp_path, columns=64)
    plain = re.sub("\x1b\\[[0-9;]*[mK]", "", shown).replace("\r", "")
    lines = plain.split("\n")
    if args[0] == "explain":
        lines = lines[:lines.index("Flagged")]
    if args[0] == "fix":
        lines = [x for x in lines if x[:1] not in "+-" or not x]
    assert not [x for x in lines if len(x) > 64] and len(lines) > 4
    if "scan" in args:
        assert "\n" + " " * 30 + "bytes; - is standard input" in plain
        assert plain.split() == suture(*args, cwd=tmp_path).out.split()


def test_progress_at_a_terminal(many):
    code, shown, data = at_terminal(["scan", "--format", "json", "."], many, both=False)
    assert code == FOUND and "of 300 files" in shown and "\r" in shown
    assert '"findings": [' in data and "\x1b" not in data


def test_no_progress_in_a_pipe(many):
    r = suture("scan", ".", cwd=many)
    assert r.code == FOUND and "of 300 files" not in r.err and "\x1b" not in r.out + r.err


def test_quiet(many):
    code, shown, _ = at_terminal(["scan", "--quiet", "--format", "json=/dev/null", "."], many)
    assert "of 300" not in shown


def test_colours(tmp_path):
    (tmp_path / "a.py").write_text(BAD)
    assert "\x1b[" in at_terminal(["scan", "a.py"], tmp_path)[1]
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b[3" not in at_terminal(["scan", "a.py"], tmp_path, env=env)[1]
    assert "\x1b[" not in suture("scan", "a.py", cwd=tmp_path).out
    assert "\x1b[" in suture("scan", "--color", "always", "a.py", cwd=tmp_path).out


def test_interrupt(tmp_path):
    for i in range(40):
        (tmp_path / f"m{i:02}.py").write_text((BAD + GOOD * 50) * 100)
    code, shown, data = at_terminal(["scan", "--format", "json", "-j", "1", "."], tmp_path, both=False,
                                    stop_after=lambda s: b" of 40 files" in s)
    if code == FOUND:
        pytest.skip("the scan was over before the signal came")
    assert code == STOPPED and "interrupted" in shown
    assert '"stopped": true' in data and '"complete": false' in data


HOSTILE = 'import os\nfrom flask import request\n\n\ndef ls():\n    os.system("\x1b]0;owned\x07" + request.args["\u202etxt.exe"] + "<script>::error::```")\n'
NAME = "a\x1b[2J<b>::stop-commands::x.py"


@pytest.mark.parametrize("form", ["text", "json", "sarif", "html", "md", "csv", "junit", "github", "gitlab", "rdjson"])
def test_hostile_text(tmp_path, form):
    (tmp_path / NAME).write_text(HOSTILE)
    r = suture("scan", "--profile", "audit", "--format", form, ".", cwd=tmp_path)
    assert r.code == FOUND
    assert "\x1b" not in r.out + r.err and "\x07" not in r.out and "\u202e" not in r.out
    if form == "html":
        assert "<script>" not in r.out and "<b>" not in r.out
    if form == "md":
        assert "<b>" not in r.out and "````python" in r.out
    if form == "github":
        assert all(line.startswith(("::error file=", "::warning file=", "suture: ")) for line in r.out.splitlines())


def test_hostile_name_in_messages(tmp_path):
    r = suture("scan", "no\x1b[2Jsuch.py", cwd=tmp_path)
    assert "\x1b" not in r.err


def test_one_cause_is_told_once(tmp_path):
    """What the same data does further on in a function is a line; of many findings the rules are counted."""
    (tmp_path / "a.py").write_text("import os, shutil\nfrom flask import Flask, request\napp = Flask(__name__)\n@app.post('/a')\n"
                                   "def a():\n    name = request.form['name']\n    os.remove(name)\n    shutil.rmtree(name)\n    return 'x'\n"
                                   "@app.post('/b')\ndef b():\n    os.remove(request.form['name'])\n    return 'x'\n")
    out = suture("scan", "--no-config", "--no-cache", ".", cwd=tmp_path).out
    assert "as above (line 7): what comes from line 6 also reaches shutil.rmtree" in out
    assert out.count("from line 6:") == 1 and out.count("from line 12:") == 1
    assert "3 findings in 1 file" in out and "3 path-traversal" not in out
    (tmp_path / "b.py").write_text("import os\n" + "".join(f"os.chmod('f{i}', 0o777)\n" for i in range(9)))
    assert "3 high:  3 path-traversal\n9 medium:  9 loose-permissions\n12 findings in 2 files" in suture("scan", "--no-config", "--no-cache", ".", cwd=tmp_path).out


def test_one_way_is_told_once(tmp_path):
    """The same fault in each handler of a file: the first is told in full, the others by their lines."""
    handler = "@app.get('/%d')\ndef f%d():\n    try:\n        return work()\n    except %s as e:\n        return {'error': str(e)}, 500\n"
    (tmp_path / "a.py").write_text("from flask import Flask\nfrom lib import work\napp = Flask(__name__)\n" +
                                   "".join(handler % (i, i, "BaseException" if i == 3 else "Exception") for i in range(5)))
    out = suture("scan", "--no-config", "--no-cache", "--profile", "audit", ".", cwd=tmp_path).out
    assert out.count("  error-exposure") == 5 and out.count("as above (line 9): what comes from line ") == 3
    assert "from line 26: except BaseException" in out and "shape of a value" not in out
    full = suture("scan", "--no-config", "--no-cache", "--profile", "audit", "--rule-help", ".", cwd=tmp_path)
    assert full.code == 1 and "as above" not in full.out


def test_hidden_findings_are_not_counted(tmp_path):
    lines = [f"os.system('ls ' + sys.argv[{i}])" + ("  # suture: ignore[command-injection] tried" if i < 3 else "") for i in range(16)]
    (tmp_path / "a.py").write_text("import os, sys\n" + "\n".join(lines) + "\n")
    out = suture("scan", "--no-config", "--no-cache", "--profile", "audit", "--show-suppressed", ".", cwd=tmp_path).out
    assert "13 critical:  13 command-injection\n13 findings in 1 file; 3 hidden" in out


def test_another_cause_is_told(tmp_path):
    """Where a second source comes in, the first finding's words do not hold for it."""
    (tmp_path / "a.py").write_text("import os\nfrom flask import Flask, request\napp = Flask(__name__)\n@app.post('/a')\ndef a():\n"
                                   "    name = request.form['name']\n    os.system('ls ' + name)\n    other = request.form['other']\n"
                                   "    both = name + other\n    os.system('ls ' + both)\n    return 'x'\n")
    out = suture("scan", "--no-config", "--no-cache", ".", cwd=tmp_path).out
    assert "as above" not in out and "also from a.py:8" in out


def test_many_of_one_cause(tmp_path):
    """Each is looked up among those before it, not all of them; from the 501st on they have a note of their own."""
    (tmp_path / "a.py").write_text("import os\nfrom flask import request\ndef a():\n    name = request.form['name']\n" + "    os.system('ls ' + name)\n" * 8000)
    out = suture("scan", "--no-config", "--no-cache", ".", cwd=tmp_path).out
    assert out.count("as above (line 5") == 7998 and "8000 findings in 1 file" in out

"""fix --suppress RULE --reason TEXT: a comment that hides the finding, checked by a scan before it is shown or written."""
import resource
import signal
import subprocess

import pytest
from program import BAD, BIN, CLEAN, FOUND, USAGE, clean_env, suture

WHY = "only our own jobs call it"


def add(cwd, *more, rule="command-injection"):
    return suture("fix", "--suppress", rule, "--reason", WHY, *more, "a.py", cwd=cwd)


def after(tmp_path, text, code=CLEAN):
    (tmp_path / "a.py").write_bytes(text if isinstance(text, bytes) else text.encode())
    r = add(tmp_path, "--write")
    assert r.code == code, r.err
    assert suture("scan", "a.py", cwd=tmp_path).code == CLEAN
    return (tmp_path / "a.py").read_bytes().decode("utf-8-sig")


def test_shows_first(tmp_path):
    (tmp_path / "a.py").write_text(BAD)
    r = add(tmp_path)
    assert r.code == CLEAN and (tmp_path / "a.py").read_text() == BAD
    assert f'+    os.system("ls " + name)  # suture: ignore[command-injection] {WHY}\n' in r.out
    assert r.err == "1 statement in 1 file would get a comment; --write puts them there\n"
    assert subprocess.run(["git", "apply", "--check"], input=r.raw, cwd=tmp_path).returncode == 0


def test_a_diff_of_a_whole_path_is_taken_too(tmp_path):
    (tmp_path / "a.py").write_text(BAD)
    r = suture("fix", "--suppress", "command-injection", "--reason", WHY, tmp_path / "a.py", cwd=tmp_path)
    assert r.out.startswith("--- a/a.py\n+++ b/a.py\n")
    assert subprocess.run(["git", "apply", "--check"], input=r.raw, cwd=tmp_path).returncode == 0


def test_writes(tmp_path):
    text = after(tmp_path, BAD)
    assert text == BAD.replace('+ name)\n', f'+ name)  # suture: ignore[command-injection] {WHY}\n')


def test_many_lines_and_line_ends(tmp_path):
    long = BAD.replace('os.system("ls " + name)', 'os.system(\n        "ls "\n        + name\n    )')
    assert f"    )  # suture: ignore[command-injection] {WHY}\r\n" in after(tmp_path, long.replace("\n", "\r\n"))


def test_a_long_line_gets_it_before(tmp_path):
    wide = BAD.replace('"ls "', '"' + "l" * 90 + ' "')
    assert f"    # suture: ignore[command-injection] {WHY}\n    os.system(" in after(tmp_path, wide)


def test_beside_another_comment_and_a_byte_order_mark(tmp_path):
    text = after(tmp_path, b"\xef\xbb\xbf" + BAD.replace("+ name)", "+ name)  # lists").encode())
    assert f"# lists  # suture: ignore[command-injection] {WHY}\n" in text
    assert (tmp_path / "a.py").read_bytes().startswith(b"\xef\xbb\xbf")


def test_two_rules_of_one_statement(tmp_path):
    (tmp_path / "a.py").write_text(BAD.replace('os.system("ls " + name)', 'os.system("ls " + name); eval(name)'))
    r = suture("fix", "--write", "--suppress", "command-injection,code-injection", "--reason", WHY, "a.py", cwd=tmp_path)
    assert r.code == CLEAN and "# suture: ignore[command-injection, code-injection]" in (tmp_path / "a.py").read_text()
    assert suture("scan", "a.py", cwd=tmp_path).code == CLEAN


def test_other_rules_stay(tmp_path):
    (tmp_path / "a.py").write_text(BAD.replace('    return "done"', "    eval(name)\n    return name"))
    assert add(tmp_path, "--write").code == CLEAN
    r = suture("scan", "--format", "json", "a.py", cwd=tmp_path)
    assert r.code == FOUND and "code-injection" in r.rules and "command-injection" not in r.rules


def test_twice_changes_nothing(tmp_path):
    text = after(tmp_path, BAD)
    assert after(tmp_path, text) == text


@pytest.mark.parametrize("args, said", [
    (("--suppress", "command-injection"), "suture: --suppress needs --reason TEXT: why it is no danger here\n"),
    (("--suppress", "comand-injection", "--reason", "x"), "suture: --suppress: there is no rule 'comand-injection'; did you mean 'command-injection'?\n"),
    (("--suppress", "xss", "--reason", "a\nb"), "suture: --reason is one line, without #\n"),
    (("--suppress", "xss", "--reason", "x", "-"), "suture: --suppress works on files, not on standard input\n"),
])
def test_faults(tmp_path, args, said):
    (tmp_path / "a.py").write_text(BAD)
    r = suture("fix", *args, cwd=tmp_path)
    assert (r.code, r.err) == (USAGE, said) and (tmp_path / "a.py").read_text() == BAD


def test_a_comment_that_can_not_be_written_is_not_told_as_written(tmp_path):
    (tmp_path / "a.py").write_text(BAD + "# " + "x" * 9000 + "\n")
    before = (tmp_path / "a.py").read_bytes()

    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    r = subprocess.run([BIN, "fix", "--suppress", "command-injection", "--reason", WHY, "--write", "--no-cache", "a.py"],
                       cwd=tmp_path, capture_output=True, text=True, env=clean_env(tmp_path), preexec_fn=small)
    assert r.returncode == USAGE and "cannot write" in r.stderr and "0 statements in 0 files got a comment" in r.stderr
    assert (tmp_path / "a.py").read_bytes() == before and [p.name for p in tmp_path.glob("a.py*")] == ["a.py"]

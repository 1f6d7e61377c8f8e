"""Every kind of bad input gets one clear sentence and the right exit code; the other files are still done."""
import os
import resource
import subprocess
import sys

import pytest
from program import BAD, BIN, CLEAN, FOUND, GOOD, INCOMPLETE, USAGE, clean_env, suture


def scan(path, *more, **kw):
    return suture("scan", "--format", "json", path, *more, **kw)


def why(done):
    return {m["path"].rsplit("/", 1)[-1]: m["why"] for m in done.json["not_analysed"]}


def test_clean_file(tmp_path):
    (tmp_path / "good.py").write_text(GOOD)
    r = suture("scan", "good.py", cwd=tmp_path)
    assert (r.code, r.out) == (CLEAN, "0 findings in 1 file\n")


def test_what_only_the_compiler_refuses_is_not_clean(tmp_path):
    (tmp_path / "late.py").write_text("def f():\n    pass\nreturn 1\n")
    r = scan(".", cwd=tmp_path)
    assert r.code == INCOMPLETE
    assert "'return' outside function" in why(r)["late.py"]


def test_finding(tmp_path):
    (tmp_path / "bad.py").write_text(BAD)
    r = suture("scan", "bad.py", cwd=tmp_path)
    assert r.code == FOUND
    assert "command-injection" in r.out and "CWE-78" in r.out
    assert 'os.system("ls " + name)' in r.out and "^^^" in r.out and "from line 8" in r.out
    assert r.out.endswith("1 finding in 1 file\n")


def test_missing_path(tmp_path):
    r = suture("scan", "nothing.py", cwd=tmp_path)
    assert (r.code, r.out) == (USAGE, "")
    assert r.err == "suture: nothing.py: there is no such file or folder\n"


def test_missing_beside_good(tmp_path):
    (tmp_path / "good.py").write_text(GOOD)
    r = suture("scan", "good.py", "nothing.py", cwd=tmp_path)
    assert r.code == INCOMPLETE
    assert r.out.endswith("0 findings in 1 file; 1 not analysed: nothing.py\n")


def test_missing_beside_bad_is_found(tmp_path):
    (tmp_path / "bad.py").write_text(BAD)
    r = scan("bad.py", "nothing.py", cwd=tmp_path)
    assert r.code == FOUND and r.json["complete"] is False


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable(tmp_path):
    (tmp_path / "secret.py").write_text(GOOD)
    (tmp_path / "secret.py").chmod(0)
    r = scan(".", cwd=tmp_path)
    assert r.code == INCOMPLETE and "ermission" in why(r)["secret.py"]


def test_binary(tmp_path):
    (tmp_path / "a.py").write_bytes(b"\x7fELF\x00\x01\x02" * 50)
    (tmp_path / "good.py").write_text(GOOD)
    r = scan(".", cwd=tmp_path)
    assert r.code == INCOMPLETE and why(r) == {"a.py": "is binary"} and r.json["summary"]["files"] == 1


def test_utf16(tmp_path):
    (tmp_path / "a.py").write_bytes(GOOD.encode("utf-16"))
    r = scan(".", cwd=tmp_path)
    assert r.code == INCOMPLETE and why(r) == {"a.py": "is UTF-16, which Python does not read"}


def test_empty(tmp_path):
    (tmp_path / "a.py").write_text("")
    r = suture("scan", "a.py", cwd=tmp_path)
    assert r.code == CLEAN and r.out == "0 findings in 1 file\n" and r.err == "1 file is empty\n"


def test_huge(tmp_path):
    (tmp_path / "a.py").write_text("x = 1\n" * 1000)
    r = scan("a.py", "--max-size", "1000", cwd=tmp_path)
    assert r.code == INCOMPLETE and "1000" in why(r)["a.py"]


def test_not_utf8(tmp_path):
    (tmp_path / "a.py").write_bytes(b"name = '\xe9'\n")
    r = scan("a.py", cwd=tmp_path)
    assert r.code == INCOMPLETE and "does not parse" in why(r)["a.py"]


def test_cookie(tmp_path):
    (tmp_path / "a.py").write_bytes(b"# -*- coding: latin-1 -*-\nname = '\xe9'\n" + BAD.encode())
    r = scan("a.py", cwd=tmp_path)
    assert r.code == FOUND and r.json["complete"] is True
    (found,) = r.json["findings"]
    assert found["line"] == 11


def test_byte_order_mark(tmp_path):
    (tmp_path / "a.py").write_bytes(b"\xef\xbb\xbf" + BAD.encode())
    r = scan("a.py", cwd=tmp_path)
    assert r.code == FOUND and r.json["findings"][0]["line"] == 9


def test_broken(tmp_path):
    (tmp_path / "bad.py").write_text("def f(:\n    pass\n")
    (tmp_path / "good.py").write_text(GOOD)
    r = suture("scan", ".", cwd=tmp_path)
    assert r.code == INCOMPLETE
    assert "not analysed: bad.py:1 does not parse: " in r.out
    assert r.out.endswith("0 findings in 2 files; 1 not analysed: bad.py:1\n")


def test_broken_keeps_its_findings(tmp_path):
    (tmp_path / "bad.py").write_text(BAD + "\ndef f(:\n")
    r = scan("bad.py", cwd=tmp_path)
    assert r.code == FOUND and r.json["complete"] is False and r.rules == ["command-injection"]


def test_broken_allowed(tmp_path):
    (tmp_path / "bad.py").write_text("def f(:\n    pass\n")
    assert suture("scan", "--allow-unparsable", ".", cwd=tmp_path).code == CLEAN


def test_target_version(tmp_path):
    (tmp_path / "new.py").write_text("match 1:\n    case 1:\n        pass\n")
    assert scan("new.py", cwd=tmp_path).code == CLEAN
    r = scan("new.py", "--target-version", "3.8", cwd=tmp_path)
    assert r.code == INCOMPLETE and "Python 3.8" in why(r)["new.py"]


def test_ten_thousand_parentheses(tmp_path):
    (tmp_path / "deep.py").write_text("x = " + "(" * 10000 + "1" + ")" * 10000 + "\n")
    r = scan("deep.py", cwd=tmp_path)
    assert r.code == INCOMPLETE and why(r)["deep.py"]


def test_given_link_is_followed(tmp_path):
    (tmp_path / "real.py").write_text(BAD)
    (tmp_path / "link.py").symlink_to("real.py")
    r = scan("link.py", cwd=tmp_path)
    assert r.code == FOUND and r.json["findings"][0]["path"] == "link.py"


def test_link_below_is_not_followed(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "out.py").write_text(BAD)
    (tmp_path / "in" / "link.py").symlink_to("../out.py")
    r = suture("scan", "in", cwd=tmp_path)
    assert r.code == CLEAN and r.out == "0 findings in 0 files\n" and "1 symbolic link was not followed" in r.err


def test_folder_loop(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.py").write_text(GOOD)
    (tmp_path / "in" / "again").symlink_to("..")
    r = suture("scan", ".", cwd=tmp_path)
    assert (r.code, r.out) == (CLEAN, "0 findings in 1 file\n")


def test_dangling_link(tmp_path):
    (tmp_path / "link.py").symlink_to("nowhere.py")
    r = suture("scan", "link.py", cwd=tmp_path)
    assert r.code == USAGE and r.err == "suture: link.py: is a symbolic link that leads nowhere\n"


def test_fifo(tmp_path):
    os.mkfifo(tmp_path / "pipe.py")
    r = scan(".", cwd=tmp_path, timeout=20)
    assert r.code == INCOMPLETE and why(r) == {"pipe.py": "is not a regular file"}


def test_stub_files_never(tmp_path):
    (tmp_path / "a.pyi").write_text(BAD)
    assert suture("scan", ".", cwd=tmp_path).code == CLEAN


def test_deep_folders(tmp_path):
    deep = tmp_path
    for _ in range(100):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (deep / "bad.py").write_text(BAD)
    assert suture("scan", ".", cwd=tmp_path).code == FOUND


def test_same_file_twice_is_one(tmp_path):
    (tmp_path / "bad.py").write_text(BAD)
    r = scan("bad.py", "./bad.py", ".", cwd=tmp_path)
    assert len(r.json["findings"]) == 1 and r.json["summary"]["files"] == 1


def test_standard_input():
    r = scan("-", stdin=BAD.encode())
    assert r.code == FOUND and r.json["findings"][0]["path"] == "-"


def test_files_from(tmp_path):
    (tmp_path / "bad.py").write_text(BAD)
    (tmp_path / "other.py").write_text(BAD)
    r = scan("--files-from", "-", cwd=tmp_path, stdin=b"bad.py\n")
    assert [f["path"] for f in r.json["findings"]] == ["bad.py"]


def test_files_from_with_zero_bytes(tmp_path):
    """As `git ls-files -z` gives them: no name after the first may be lost, and a name may hold a line's end."""
    for name in ("bad.py", "a\nb.py", " c.py"):
        (tmp_path / name).write_text(BAD)
    r = scan("--files-from", "-", cwd=tmp_path, stdin=b"bad.py\0a\nb.py\0 c.py\0")
    assert sorted(f["path"] for f in r.json["findings"]) == sorted(["bad.py", "a\nb.py", " c.py"])


@pytest.mark.parametrize("listed", [b"", b"\n\n", b"\0"])
def test_files_from_an_empty_list_is_not_the_working_folder(tmp_path, listed):
    (tmp_path / "bad.py").write_text(BAD)
    r = scan("--files-from", "-", cwd=tmp_path, stdin=listed)
    assert r.code == CLEAN and r.json["summary"]["files"] == 0 and "nothing was judged" in r.err
    r = suture("fix", "--write", "--files-from", "-", cwd=tmp_path, stdin=listed)
    assert r.code == CLEAN and (tmp_path / "bad.py").read_text() == BAD
    r = suture("fix", "--suppress", "command-injection", "--reason", "x", "--write", "--files-from", "-", cwd=tmp_path,
               stdin=listed)
    assert r.code == CLEAN and (tmp_path / "bad.py").read_text() == BAD


def skip_under_sanitizers():
    program = open(BIN, "rb").read()
    if any(name in program for name in (b"__asan_init", b"__tsan_init", b"__msan_init")):
        pytest.skip("a sanitizer needs all of the address space")


@pytest.mark.parametrize("most, codes", [(4 << 30, [FOUND]), (100 << 30, [FOUND]), (700 << 20, [USAGE, INCOMPLETE])])
def test_limited_address_space(tmp_path, most, codes):
    """As `ulimit -v` sets it. Too little of it is said, and never a crash."""
    skip_under_sanitizers()
    (tmp_path / "bad.py").write_text(BAD)
    for command in ("scan", "fix"):
        r = subprocess.run([BIN, command, "bad.py"], cwd=tmp_path, capture_output=True, text=True, env=clean_env(tmp_path),
                           preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (most, most)))
        assert r.returncode in codes or (command == "fix" and FOUND in codes and r.returncode == CLEAN), (command, r.stderr)


def test_a_report_into_no_folder(tmp_path):
    (tmp_path / "bad.py").write_text(BAD)
    r = suture("scan", "--format", "json=gone/r.json", "bad.py", cwd=tmp_path)
    assert r.code == USAGE and "gone/r.json: its folder does not exist" in r.err


def test_no_python_is_said(tmp_path):
    (tmp_path / "notes.txt").write_text("x")
    r = scan(".", cwd=tmp_path)
    assert r.code == CLEAN and "no Python file is there, so nothing was judged" in r.err
    (tmp_path / "page.md").write_text("# only words\n")
    assert "1 notebook or page holds no Python" in scan("page.md", cwd=tmp_path).err


def test_what_can_not_be_looked_at_is_said(tmp_path):
    """Below a path that is longer than the system takes, nothing can be seen: that is no clean result."""
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(30):
        os.mkdir("d" * 200, dir_fd=here)
        inner = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    with os.fdopen(os.open("deep.py", os.O_WRONLY | os.O_CREAT, dir_fd=here), "w") as f:
        f.write(BAD)
    os.close(here)
    r = scan(".", cwd=tmp_path)
    assert r.code == INCOMPLETE and "can't be looked at" in r.json["not_analysed"][0]["why"]


def test_odd_names(tmp_path):
    for name in ("--rf.py", "a b.py", "it's.py", "é.py"):
        (tmp_path / name).write_text(BAD)
    r = scan(".", cwd=tmp_path)
    assert sorted(f["path"] for f in r.json["findings"]) == sorted(["--rf.py", "a b.py", "it's.py", "é.py"])
    assert suture("scan", "--", "--rf.py", cwd=tmp_path).code == FOUND


def test_name_that_is_not_utf8(tmp_path):
    with open(os.fsencode(str(tmp_path)) + b"/\xff.py", "w") as f:
        f.write(BAD)
    for form in ("text", "json", "sarif", "html", "md", "csv", "junit", "github", "gitlab", "rdjson"):
        r = suture("scan", "--format", form, ".", cwd=tmp_path)
        assert r.code == FOUND
        r.raw.decode("utf-8")
    assert [f["path"] for f in suture("fix", "--format", "json", ".", cwd=tmp_path).json["files"]] == ["\\xff.py"]


@pytest.mark.parametrize("words", [["scan", "."], ["rules"], ["fix", "."], ["scan", ".", "--format", "json"]])
def test_a_reader_that_had_enough(tmp_path, words):
    """`suture scan | head`: ends as other tools do, by SIGPIPE, without a word."""
    (tmp_path / "a.py").write_text("from flask import Flask\napp = Flask(__name__)\napp.run(debug=True)\n")
    there, here = os.pipe()
    os.close(there)
    done = subprocess.run([BIN, *words, "--quiet"] if words[0] != "rules" else [BIN, *words], cwd=tmp_path, stdout=here,
                          stderr=subprocess.PIPE, text=True, timeout=60)
    os.close(here)
    assert done.returncode == -13 and "written in full" not in done.stderr, (done.returncode, done.stderr)


def test_full_disk(tmp_path):
    (tmp_path / "bad.py").write_text(BAD)
    with open("/dev/full", "wb") as full:
        r = suture("scan", "bad.py", cwd=tmp_path, stdout=full)
    assert r.code == USAGE and "could not be written" in r.err


def test_report_into_missing_folder(tmp_path):
    (tmp_path / "bad.py").write_text(BAD)
    r = suture("scan", "--format", "sarif=no/such/out.sarif", "bad.py", cwd=tmp_path)
    assert r.code == USAGE and "no/such/out.sarif" in r.err


@pytest.mark.parametrize("most", [1, 8, 64])
def test_limited_address_space_for_many(tmp_path, most):
    """A smaller pool is used as a smaller one, and many threads are as few as there is room for."""
    skip_under_sanitizers()
    (tmp_path / "bad.py").write_text(BAD)
    (tmp_path / "long.py").write_text("import hashlib\n" + "hashlib.md5(b'1').hexdigest()\n" * 30000)
    for name, threads, codes in (("bad.py", "16", [FOUND]), ("long.py", "2", [CLEAN, FOUND, INCOMPLETE])):
        r = subprocess.run([BIN, "scan", "--threads", threads, "-q", name], cwd=tmp_path, capture_output=True, text=True, env=clean_env(tmp_path),
                           preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (most << 30, most << 30)))
        assert r.returncode in codes, (name, r.returncode, r.stderr)


def test_a_report_takes_no_programs_place(tmp_path):
    (tmp_path / "bad.py").write_text(BAD)
    (tmp_path / "r.json").symlink_to("bad.py")
    (tmp_path / "run").write_text("#!/usr/bin/env python3\n")
    (tmp_path / "run").chmod(0o755)
    for name in ("r.json", "run", "new.PY"):
        r = suture("scan", "--format", f"json={name}", "bad.py", cwd=tmp_path)
        assert r.code == USAGE and "does not take the place of a" in r.err
    assert (tmp_path / "bad.py").read_text() == BAD


def test_a_list_with_a_byte_order_mark(tmp_path):
    (tmp_path / "bad.py").write_text(BAD)
    (tmp_path / "list").write_bytes(b"\xef\xbb\xbfbad.py\r\n")
    assert scan("--files-from", "list", cwd=tmp_path).code == FOUND

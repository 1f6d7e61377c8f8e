"""generate: what is sent, stubs and their names, code that must pass tests."""
import json
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUTURE = os.environ.get("SUTURE", str(ROOT / "build" / "suture"))
pytestmark = pytest.mark.skipif(not os.path.exists(SUTURE), reason=f"{SUTURE} is not built")
STUB = 'import sqlite3\n\n\ndef find(con, name):\n    """Look a user up in the users table."""\n'


def generate(folder, *words):
    env = {**os.environ, "HOME": str(folder / "home"), "XDG_STATE_HOME": str(folder / "home" / "state"),
           "XDG_CONFIG_HOME": str(folder / "home" / "config"), "XDG_CACHE_HOME": str(folder / "home" / "cache")}
    return subprocess.run([SUTURE, "generate", *words], cwd=folder, capture_output=True, text=True, timeout=200, env=env)


def talk(folder, *answers):
    (folder / "talk").write_text("".join(f"=== reply{kind}\n{text}\n" for kind, text in answers))
    return ["--model", "script:talk"]


def fence(code):
    return "", f"```python\n{code}```"


def test_advice_by_what_the_prompt_speaks_of(tmp_path):
    words = talk(tmp_path, fence("x = 1\n"))
    sent = generate(tmp_path, *words, "--show-prompt", "Look a user up in the SQLite database by name").stdout
    assert "CWE-89" in sent and "CWE-611" not in sent
    sent = generate(tmp_path, *words, "--show-prompt", "Parse an XML document and print it").stdout
    assert "CWE-611" in sent and "CWE-89" not in sent
    sent = generate(tmp_path, *words, "--show-prompt", "Print the numbers from one to ten").stdout
    assert "CWE-" not in sent


def test_plain_sends_the_prompt_alone(tmp_path):
    (tmp_path / "p.txt").write_text(STUB)
    sent = generate(tmp_path, *talk(tmp_path, fence("x = 1\n")), "-f", "p.txt", "--plain", "--show-prompt").stdout
    assert sent == "\n" + STUB.strip()


def test_an_answer_that_goes_on_is_joined(tmp_path):
    (tmp_path / "p.py").write_text(STUB)
    body = '    return con.execute("SELECT * FROM users WHERE name = ?", (name,)).fetchone()\n'
    done = generate(tmp_path, *talk(tmp_path, fence(body)), "-f", "p.py", "--out", "made.py")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "made.py").read_text() == STUB + body


def test_what_was_written_is_not_called_a_change_to_come(tmp_path):
    code = "import os\nfrom flask import Flask, request\napp = Flask(__name__)\n\n\n@app.get('/')\ndef ls():\n    return str(os.system('ls ' + request.args['d']))\n"
    done = generate(tmp_path, *talk(tmp_path, fence(code)), "list a folder", "--out", "made.py")
    assert "wrote made.py" in done.stderr and "1 fixed" in done.stderr and "would change" not in done.stderr, done.stderr


def test_the_names_of_a_stub_are_kept(tmp_path):
    (tmp_path / "p.py").write_text(STUB)
    body = '    return con.execute("SELECT * FROM users WHERE name = ?", (name,)).fetchone()\n'
    other, right = STUB.replace("con, name", "name"), STUB + body
    done = generate(tmp_path, *talk(tmp_path, fence(other + "    return name\n"), fence(right)), "-f", "p.py", "--out", "made.py")
    assert done.returncode == 0 and (tmp_path / "made.py").read_text() == right
    assert "2 asked" in done.stderr
    done = generate(tmp_path, *talk(tmp_path, *[fence(other + "    return name\n")] * 2), "-f", "p.py", "--out", "b.py")
    assert "not as the prompt asks" in done.stderr and "2 asked" in done.stderr


def test_a_cut_answer_gets_twice_the_room(tmp_path):
    done = generate(tmp_path, *talk(tmp_path, (" truncated", "```python\nx ="), fence("x = 1\n")), "Set x to one")
    assert done.returncode == 0 and done.stdout == "x = 1\n"
    env = {**os.environ, "XDG_STATE_HOME": str(tmp_path / "home" / "state")}
    rows = subprocess.run([SUTURE, "runs", "export"], capture_output=True, text=True, env=env).stdout.splitlines()
    asked = [json.loads(r) for r in rows if json.loads(r)["type"] == "exchange"]
    assert [a["settings"].get("max_tokens") for a in asked] == [None, 16384]
    assert asked[0]["prompt"] == asked[1]["prompt"]


TESTS = """import unittest

import made


class T(unittest.TestCase):
    def test_double(self):
        self.assertEqual(made.double(4), 8)
"""



def test_code_must_pass_the_tests(tmp_path):
    tmp_path.chmod(0o755)
    (tmp_path / "test_made.py").write_text(TESTS)
    wrong, right = "def double(n):\n    return n * 3\n", "def double(n):\n    return n * 2\n"
    goal = ["--verify-cmd", "python3 -m unittest -q test_made", "--no-sandbox"]
    done = generate(tmp_path, *talk(tmp_path, fence(wrong), fence(right)), *goal, "--out", "made.py", "double a number")
    assert done.returncode == 0 and (tmp_path / "made.py").read_text() == right, done.stderr
    assert "the tests fail; asking again" in done.stderr
    done = generate(tmp_path, *talk(tmp_path, *[fence(wrong)] * 4), *goal, "--out", "made.py", "--overwrite", "double a number")
    assert done.returncode == 1 and "the tests fail on this code" in done.stderr and "12 != 8" in done.stderr
    done = generate(tmp_path, *talk(tmp_path, fence(right)), "--verify-cmd", "/no/such/program", "--no-sandbox", "double")
    assert done.returncode == 2 and "can't be run" in done.stderr


def test_a_tests_file(tmp_path):
    pytest.importorskip("pytest")
    (tmp_path / "test_made.py").write_text(TESTS)
    done = generate(tmp_path, *talk(tmp_path, fence("x = 1\n")), "--tests", "none.py", "p")
    assert done.returncode == 2 and "none.py" in done.stderr
    done = generate(tmp_path, *talk(tmp_path, fence("x = 1\n")), "--tests", "../x.py", "p")
    assert done.returncode == 2
    done = generate(tmp_path, *talk(tmp_path, fence("x = 1\n")), "--tests", "test_made.py", "--verify-cmd", "true", "p")
    assert done.returncode == 2 and "two goals" in done.stderr


def test_a_folder_and_a_list_of_prompts(tmp_path):
    (tmp_path / "prompts").mkdir()
    for name in ("a.txt", "b.md", "c.py", "d.json"):
        (tmp_path / "prompts" / name).write_text("Set x to one\n")
    done = generate(tmp_path, *talk(tmp_path, *[fence("x = 1\n")] * 3), "-f", "prompts", "--out", "made")
    assert done.returncode == 0 and sorted(p.name for p in (tmp_path / "made").iterdir()) == ["a.py", "b.py", "c.py"]
    rows = [{"ID": "../../x", "Prompt": "p"}, {"ID": "x", "Prompt": "p"}, {"task_id": "x.py", "prompt": "p"}]
    (tmp_path / "l.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    done = generate(tmp_path, *talk(tmp_path, *[fence("x = 1\n")] * 3), "-f", "l.jsonl", "--out", "list")
    assert sorted(p.name for p in (tmp_path / "list").iterdir()) == ["x.py", "x_2.py", "x_3.py"]
    (tmp_path / "l.jsonl").write_text('{"ID": "a"}\n')
    done = generate(tmp_path, *talk(tmp_path), "-f", "l.jsonl", "--out", "list")
    assert done.returncode == 2 and "line 1" in done.stderr

"""fix and generate with a model's server: faults end in a sentence and the right exit code, files stay whole, and a
recorded run replays to the same result."""
import collections
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from server import PROGRAM, REPAIRED, Server  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUTURE = os.environ.get("SUTURE", str(ROOT / "build" / "suture"))
KEY = "sk-" + "test" * 6
FIXED = "import ast\n\n" + PROGRAM.replace("eval(", "ast.literal_eval(")
pytestmark = pytest.mark.skipif(not os.path.exists(SUTURE), reason=f"{SUTURE} is not built")


@pytest.fixture(scope="module")
def server():
    with Server() as s:
        yield s


class Place:
    """A project, and a home of its own."""

    def __init__(self, folder):
        self.home, self.at = folder / "home", folder / "project"
        self.at.mkdir()
        self.home.mkdir()

    def env(self, **more):
        clean = {k: v for k, v in os.environ.items() if not k.endswith(("_API_KEY", "_BASE_URL", "_proxy"))}
        return {**clean, "OPENAI_API_KEY": KEY, "HOME": str(self.home), "XDG_STATE_HOME": str(self.home / "state"),
                "XDG_CONFIG_HOME": str(self.home / "config"), "XDG_CACHE_HOME": str(self.home / "cache"), **more}

    def run(self, *words, env=None, limit=None):
        return subprocess.run([SUTURE, *words], cwd=self.at, capture_output=True, text=True, timeout=120,
                              env=self.env(**(env or {})), preexec_fn=limit)

    def secret_everywhere(self):
        return [p for p in [*self.home.rglob("*"), *self.at.rglob("*")] if p.is_file() and KEY.encode() in p.read_bytes()]


@pytest.fixture
def place(tmp_path):
    made = Place(tmp_path)
    (made.at / "app.py").write_text(PROGRAM)
    return made


def model(server, part):
    return ["--model", "openai:m", "--base-url", server.url(part)]


def plain(text):
    value = json.loads(text)
    value.get("model", {}).pop("volatile", None)
    return value


def test_fix_and_replay(server, place, tmp_path):
    done = place.run("fix", "app.py", *model(server, "model"), "--write", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert (place.at / "app.py").read_text() == FIXED
    journal = place.run("runs", "export").stdout
    (tmp_path / "j.jsonl").write_text(journal)
    (place.at / "app.py").write_text(PROGRAM)
    again = place.run("fix", "app.py", "--model", f"replay:{tmp_path}/j.jsonl", "--write", "--format", "json")
    assert (place.at / "app.py").read_text() == FIXED
    assert plain(again.stdout) == plain(done.stdout)
    assert KEY not in done.stdout + done.stderr + journal and not place.secret_everywhere()


def test_generate_and_replay(server, place, tmp_path):
    prompts = tmp_path / "p.jsonl"
    prompts.write_text("".join(json.dumps({"ID": f"CWE-095_{i}.py", "Prompt": f"A calculator, number {i}"}) + "\n"
                               for i in range(3)))
    done = place.run("generate", "-f", str(prompts), *model(server, "model"), "--out", "out", "--format", "json")
    assert done.returncode == 0, done.stderr
    made = {p.name: p.read_text() for p in (place.at / "out").iterdir()}
    assert made == {f"CWE-095_{i}.py": FIXED for i in range(3)}
    (tmp_path / "j.jsonl").write_text(place.run("runs", "export").stdout)
    again = place.run("generate", "-f", str(prompts), "--model", f"replay:{tmp_path}/j.jsonl", "--out", "out", "--overwrite",
                      "--format", "json")
    assert {p.name: p.read_text() for p in (place.at / "out").iterdir()} == made
    assert plain(again.stdout) == plain(done.stdout) and again.returncode == 0


def test_a_prompt_that_the_journal_lacks(server, place, tmp_path):
    place.run("fix", "app.py", *model(server, "model"))
    (tmp_path / "j.jsonl").write_text(place.run("runs", "export").stdout)
    (place.at / "app.py").write_text(PROGRAM.replace("calc", "sums"))
    before = len(server.seen)
    done = place.run("fix", "app.py", "--model", f"replay:{tmp_path}/j.jsonl")
    assert done.returncode == 1 and "differs first at" in done.stderr and "sums" in done.stderr
    assert len(server.seen) == before


def test_an_earlier_answer_is_not_asked_for_again(server, place):
    place.run("fix", "app.py", *model(server, "model"))
    before = len(server.seen)
    done = place.run("fix", "app.py", *model(server, "model"))
    assert "1 recalled" in done.stderr and len(server.seen) == before and done.returncode == 0
    done = place.run("fix", "app.py", *model(server, "model"), "--fresh")
    assert "recalled" not in done.stderr and len(server.seen) == before + 1


FAULTS = [("s401", "OPENAI_API_KEY"), ("s403", "OPENAI_API_KEY"), ("s404", "--base-url"), ("quota", "quota"),
          ("html", "web page"), ("s413", "too long"), ("redirect", "redirect"), ("no-choices", "no answer")]


@pytest.mark.parametrize("part, words", FAULTS)
def test_faults(server, place, part, words):
    done = place.run("fix", ".", *model(server, part), "--write")
    assert done.returncode == 1 and words in done.stderr
    assert (place.at / "app.py").read_text() == PROGRAM
    assert KEY not in done.stdout + done.stderr and not place.secret_everywhere()


def test_quiet_hides_no_failure(server, place):
    for words in (["fix", "app.py"], ["generate", "a program"], ["review", "app.py"]):
        name = "--judge" if words[0] == "review" else "--model"
        done = place.run(*words, name, "openai:m", "--base-url", server.url("s401"), "-q")
        assert "OPENAI_API_KEY" in done.stderr and done.returncode in (1, 3), words
        assert "asked" not in done.stderr                        # that would be a note


def test_a_server_that_dies_loses_nothing(server, place):
    (place.at / "b.py").write_text(PROGRAM.replace("calc", "other"))
    done = place.run("fix", ".", *model(server, "dies"), "--write", "--jobs", "1", "--rounds", "1")
    assert done.returncode == 1 and "broke before the answer was whole" in done.stderr
    texts = [(place.at / n).read_text() for n in ("app.py", "b.py")]
    assert texts == [FIXED, PROGRAM.replace("calc", "other")]


def test_no_key_and_no_model(place):
    done = place.run("fix", "app.py", "--model", "openai:m", env={"OPENAI_API_KEY": ""})
    assert done.returncode == 2 and "OPENAI_API_KEY" in done.stderr
    done = place.run("generate", "a program")
    assert done.returncode == 2 and "--model" in done.stderr
    done = place.run("fix", "app.py")
    assert done.returncode == 1 and "--model" in done.stderr


def test_nothing_is_written_when_the_model_can_not_be_asked(server, place):
    text = "import os\ndef f(name):\n    os.system('ls ' + name)\n"
    (place.at / "app.py").write_text(text)
    for words in (["--model", "openai:m"], ["--model", "nobody:m"], [*model(server, "model"), "--estimate"]):
        done = place.run("fix", "app.py", "--write", *words, env={"OPENAI_API_KEY": ""})
        assert (place.at / "app.py").read_text() == text and (done.returncode == 2 or "--estimate" in words)


def test_limits(server, place):
    done = place.run("fix", "app.py", *model(server, "model"), "--max-cost", "1")
    assert done.returncode == 2 and "price" in done.stderr
    for limit in (["--max-calls", "1"], ["--max-tokens", "9000"]):
        assert place.run("fix", "app.py", *model(server, "model"), *limit, "--fresh").returncode == 0
    before = len(server.seen)
    done = place.run("fix", "app.py", *model(server, "model"), "--max-tokens", "10", "--fresh")
    assert done.returncode == 1 and "--max-tokens is spent" in done.stderr and len(server.seen) == before
    done = place.run("fix", "app.py", *model(server, "model"), "--estimate")
    assert "would ask 1 question of" in done.stderr and len(server.seen) == before


def test_show_prompt_is_what_is_sent(server, place):
    shown = place.run("fix", "app.py", *model(server, "model"), "--show-prompt").stdout
    place.run("fix", "app.py", *model(server, "model"), "--fresh")
    sent = server.seen[-1]["body"]["messages"]
    assert shown == sent[0]["content"] + "\n" + sent[1]["content"]


# ---- the record

def test_of_two_servers_one_dies(server, place):
    """Two fixers in turn, the first one's server refuses every connection: the second repairs, and the dead one is told of once."""
    (place.home / "config" / "suture").mkdir(parents=True)
    (place.home / "config" / "suture" / "config.toml").write_text(
        f'[llm.dead]\nmodel = "openai:dead"\nurl = "http://127.0.0.1:9/v1"\n[llm.alive]\nmodel = "openai:alive"\n'
        f'url = "{server.url("model")}"\n')
    for order in (("dead", "alive"), ("alive", "dead")):
        (place.at / "app.py").write_text(PROGRAM)
        words = [w for name in order for w in ("--fixer", name)]
        done = place.run("fix", "app.py", *words, "--rounds", "2", "--write", "--fresh")
        assert done.returncode == 0, done.stderr
        assert (place.at / "app.py").read_text() == FIXED
        assert done.stderr.count("127.0.0.1:9") <= 3
    done = place.run("fix", "app.py", *words, "--policy", "best-of", "--rounds", "1", "--write", "--fresh")
    assert done.returncode == 0


def test_a_killed_run_is_known(server, place):
    words = [SUTURE, "fix", "app.py", *model(server, "stall")]
    run = subprocess.Popen(words, cwd=place.at, env=place.env(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(100):
        time.sleep(0.05)
        if any("/stall/" in s["path"] for s in server.seen):
            break
    run.send_signal(signal.SIGKILL)
    run.wait()
    before = len(server.seen)
    done = place.run("fix", "app.py", *model(server, "stall"))
    assert len(server.seen) == before and "--on-unknown resend" in done.stderr and done.returncode == 1
    assert (place.at / "app.py").read_text() == PROGRAM


def test_kill_points(server, place):
    """Killed at any of 24 points, then run again: each question that was answered is asked once, in flight at most twice."""
    for i in range(6):
        (place.at / f"k{i}.py").write_text(PROGRAM.replace("calc", f"kill{i}"))
    words = ["fix", ".", *model(server, "model"), "--jobs", "2"]
    if place.run(*words, env={"TEST_KILL_AT": "1"}).returncode != -signal.SIGKILL:
        pytest.skip("kill points are in test builds only (make VARIANT=asan)")
    killed = 0
    for at in range(2, 26):
        state = place.home / "state"
        if state.exists():
            shutil.rmtree(state)
        before = len(server.seen)
        killed += place.run(*words, env={"TEST_KILL_AT": str(at)}).returncode == -signal.SIGKILL
        done = place.run(*words, "--on-unknown", "resend")
        assert done.returncode == 0, (at, done.stderr)
        asked = collections.Counter(s["raw"] for s in server.seen[before:])
        assert len(asked) == 7 and max(asked.values()) <= 2 and sum(n > 1 for n in asked.values()) <= 2, (at, asked.values())
        db = sqlite3.connect(state / "suture" / "runs.db")
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert killed >= 20


def test_a_key_in_the_address_is_not_shown(server, place):
    """Some services take it in the query. It is sent, and never said or stored."""
    key = "tIlL-" + "q" * 20
    for base, words in ((f"http://127.0.0.1:1/v1?api-key={key}", "refused the connection"),
                        (server.url("s401") + f"?api-version=2&sig={key}", "OPENAI_API_KEY"),
                        (f"http://me:{key}@127.0.0.1/v1", "without a user name")):
        done = place.run("fix", "app.py", "--model", "openai:m", "--base-url", base)
        assert words in done.stderr and key not in done.stderr + done.stdout, done.stderr
    assert key in server.seen[-1]["path"]
    assert not [p for p in place.home.rglob("*") if p.is_file() and key.encode() in p.read_bytes()]


def test_https_where_there_is_none(server, place):
    done = place.run("fix", "app.py", "--model", "openai:m", "--base-url", server.url("model").replace("http:", "https:"))
    assert done.returncode == 1 and "speaks no https at that port" in done.stderr


def test_ctrl_c(server, place):
    words = [SUTURE, "fix", "app.py", *model(server, "stall"), "--write"]
    run = subprocess.Popen(words, cwd=place.at, env=place.env(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(1)
    began = time.time()
    run.send_signal(signal.SIGINT)
    said = run.communicate(timeout=20)[1]
    assert time.time() - began < 3 and run.returncode == 130 and "run the same command again" in said
    assert (place.at / "app.py").read_text() == PROGRAM


def test_a_closed_terminal_is_an_interrupt(server, place):
    """A hang-up ends the run as Ctrl-C does, with what is done kept whole and told."""
    words = [SUTURE, "fix", "app.py", *model(server, "stall"), "--write"]
    run = subprocess.Popen(words, cwd=place.at, env=place.env(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(1)
    run.send_signal(signal.SIGHUP)
    said = run.communicate(timeout=20)[1]
    assert run.returncode == 130 and "run the same command again" in said
    assert [p.name for p in place.at.iterdir()] == ["app.py"]


@pytest.mark.parametrize("part", ["stall", "drip", "s429"])
def test_max_time_ends_the_wait_too(server, place, part):
    began = time.time()
    done = place.run("fix", "app.py", *model(server, part), "--write", "--max-time", "2")
    assert time.time() - began < 6 and done.returncode == 1, done.stderr
    assert part == "s429" or "larger --max-time" in done.stderr, done.stderr
    assert (place.at / "app.py").read_text() == PROGRAM


def test_max_time_of_a_command(place):
    began = time.time()
    done = place.run("generate", "--model", "command:sleep 60", "--max-time", "1", "a program")
    assert time.time() - began < 5 and done.returncode == 3 and "--max-time is over" in done.stderr, done.stderr


def test_mode_and_privacy_of_the_record(server, place):
    place.run("fix", "app.py", *model(server, "model"))
    folder = place.home / "state" / "suture"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert all(p.stat().st_mode & 0o077 == 0 for p in folder.iterdir())
    db = sqlite3.connect(folder / "runs.db")
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_record_that_can_not_be_written(server, place):
    (place.home / "state").write_text("a file, not a folder")
    before = len(server.seen)
    done = place.run("fix", "app.py", *model(server, "model"))
    assert done.returncode == 2 and "record" in done.stderr and len(server.seen) == before
    assert place.run("scan", "app.py").returncode == 1


def test_a_full_disk(server, place):
    import resource

    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    before = len(server.seen)
    done = place.run("fix", "app.py", *model(server, "model"), "--write", limit=small)
    assert done.returncode == 2 and "record" in done.stderr and len(server.seen) == before
    assert (place.at / "app.py").read_text() == PROGRAM


def test_a_full_disk_while_a_file_is_written(place):
    import resource
    text = "import random\nimport os\n" + "# padding\n" * 2000 + "def f(name):\n    os.system('ls ' + name)\n"
    (place.at / "app.py").write_text(text)
    (place.at / "small.py").write_text("import os\ndef f(name):\n    os.system('ls ' + name)\n")

    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
    done = place.run("fix", ".", "--write", limit=small)
    assert done.returncode == 1 and "app.py" in done.stderr, done.stderr
    assert (place.at / "app.py").read_text() == text and "shlex" in (place.at / "small.py").read_text()
    assert sorted(p.name for p in place.at.iterdir()) == ["app.py", "small.py"]


def test_files_that_can_not_be_written(place):
    bad = "import os\ndef f(name):\n    os.system('ls ' + name)\n"
    outside = place.home / "target.py"
    outside.write_text(bad)
    outside.chmod(0o640)
    (place.at / "link.py").symlink_to(outside)
    (place.at / "app.py").write_bytes(b"# -*- coding: latin-1 -*-\nimport os\n# \xe9\ndef f(name):\n    os.system('ls ' + name)\n")
    (place.at / "mode.py").write_text("\ufeff" + bad)
    (place.at / "mode.py").chmod(0o755)
    before = (place.at / "app.py").read_bytes()
    done = place.run("fix", "link.py", "app.py", "mode.py", "--write")
    assert done.returncode == 1
    assert (place.at / "app.py").read_bytes() == before and "not UTF-8" in done.stderr
    assert (place.at / "link.py").is_symlink()
    assert "shlex" in outside.read_text() and outside.stat().st_mode & 0o777 == 0o640
    assert (place.at / "mode.py").read_bytes().startswith(b"\xef\xbb\xbfimport") and os.access(place.at / "mode.py", os.X_OK)


def test_no_socket_without_a_model(place, tmp_path):
    if not shutil.which("strace"):
        pytest.skip("no strace")
    for words in (["scan", "."], ["fix", "."], ["fix", ".", "--model", "script:none"], ["generate", "x"]):
        log = tmp_path / "calls"
        subprocess.run(["strace", "-f", "-e", "trace=socket,connect", "-o", log, SUTURE, *words], cwd=place.at,
                       env=place.env(), capture_output=True, timeout=120)
        if not log.exists() or "ptrace" in log.read_text():
            pytest.skip("strace does not work here")
        assert "socket(" not in log.read_text() and "connect(" not in log.read_text()


def test_a_damaged_or_newer_record(server, place):
    folder = place.home / "state" / "suture"
    folder.mkdir(parents=True)
    (folder / "runs.db").write_bytes(b"not a database" * 100)
    done = place.run("fix", "app.py", *model(server, "model"))
    assert done.returncode == 2 and "damaged" in done.stderr
    (folder / "runs.db").unlink()
    db = sqlite3.connect(folder / "runs.db")
    db.execute("PRAGMA user_version = 99")
    db.commit()
    done = place.run("fix", "app.py", *model(server, "model"))
    assert done.returncode == 2 and "newer suture" in done.stderr


def test_processes_at_once(server, place):
    for i in range(8):
        (place.at / f"f{i}.py").write_text(PROGRAM.replace("calc", f"calc{i}"))
    runs = [subprocess.Popen([SUTURE, "fix", f"f{i}.py", *model(server, "model"), "--write"], cwd=place.at, env=place.env(),
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for i in range(8)]
    said = [r.communicate(timeout=120)[1] for r in runs]
    assert [r.returncode for r in runs] == [0] * 8, said
    listed = place.run("runs").stdout.splitlines()
    assert len(listed) == 8 and all("done" in line for line in listed)


# ---- what generate takes

def test_generate_kinds_of_prompts(server, place, tmp_path):
    folder = tmp_path / "prompts"
    folder.mkdir()
    (folder / "one.txt").write_text("A calculator")
    (folder / "two.md").write_text("Another calculator")
    (folder / "not.bin").write_bytes(b"\0")
    done = place.run("generate", "-f", str(folder), *model(server, "model"), "--out", "out")
    assert done.returncode == 0 and sorted(p.name for p in (place.at / "out").iterdir()) == ["one.py", "two.py"]
    done = place.run("generate", "A calculator", *model(server, "model"), "--out", "calc.py")
    assert done.returncode == 0 and (place.at / "calc.py").read_text() == FIXED
    done = place.run("generate", "A calculator", *model(server, "model"))
    assert done.stdout == FIXED
    for bad in ("nothing here\n", '{"ID": "x"}\n'):
        (tmp_path / "bad.jsonl").write_text(bad)
        assert place.run("generate", "-f", str(tmp_path / "bad.jsonl"), *model(server, "model")).returncode == 2


def test_generate_stays_in_its_folder(server, place, tmp_path):
    prompts = tmp_path / "p.jsonl"
    names = ["../../out.py", "/etc/x.py", "..", "a/../../b", "x\n.py", ".hidden", "", "same", "same"]
    prompts.write_text("".join(json.dumps({"ID": n, "Prompt": f"A calculator {i}"}) + "\n" for i, n in enumerate(names)))
    done = place.run("generate", "-f", str(prompts), *model(server, "model"), "--out", "out")
    assert done.returncode == 0, done.stderr
    made = [p for p in place.at.rglob("*") if p.is_file() and p.name != "app.py"]
    assert len(made) == len(names) and all(p.parent == place.at / "out" for p in made)


def test_generate_does_not_replace(server, place):
    before = len(server.seen)
    done = place.run("generate", "A calculator", *model(server, "model"), "--out", "app.py")
    assert "exists already" in done.stderr and done.returncode == 3 and len(server.seen) == before


def test_generate_no_code(server, place):
    done = place.run("generate", "A calculator", *model(server, "refusal-words"), "--out", "out")
    assert done.returncode == 3 and "no code" in done.stderr and "1 refused" in done.stderr
    assert not (place.at / "out").exists() or not list((place.at / "out").iterdir())


def test_a_stub_that_is_only_continued(place, tmp_path):
    (tmp_path / "a.talk").write_text("=== reply\n```python\n    return a + b\n```\n")
    stub = 'def add(a, b):\n    """The sum of two numbers."""\n'
    (tmp_path / "stub.py").write_text(stub)
    done = place.run("generate", "-f", str(tmp_path / "stub.py"), "--model", f"script:{tmp_path}/a.talk")
    assert done.stdout == stub.rstrip() + "\n    return a + b\n"

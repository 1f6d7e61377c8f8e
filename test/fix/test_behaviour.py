"""Fixes by their behaviour: each file of behaviour/ is a program, a test that it works, and an attack.

The original must work and be open to the attack; the fixed program must work and resist. All four
run in the sandbox. A program names in its first line which fixes mend it (`# fix: safe` or
`# fix: review`) and what must be installed (`# needs: flask`).
"""
import functools
import json
import os
import pathlib
import shutil
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).parent / "behaviour"
SUTURE = os.path.abspath(os.environ.get("SUTURE", "build/suture"))
DRIVER = os.path.abspath(os.path.join(os.environ.get("TEST_BUILD", "build"), "box", "driver"))
CASES = sorted(p.stem for p in HERE.glob("*.txt"))

# In the sandbox: each test in a process of its own, with a time limit, beside the program it is for.
CHECK = r'''
import json, os, pathlib, subprocess, sys

PRELUDE = """
import importlib.util, os, sys
os.environ["API_SECRET"] = "from-the-environment"
def raises(f, *a, exc=Exception, **k):
    try:
        f(*a, **k)
    except exc:
        return True
    except Exception:
        return False
    return False
spec = importlib.util.spec_from_file_location("task", "task.py")
m = importlib.util.module_from_spec(spec)
sys.modules["task"] = m
spec.loader.exec_module(m)
"""

def run(folder, test):
    scratch = folder / (test + ".tmp")
    scratch.mkdir()
    env = dict(os.environ, TMPDIR=str(scratch))
    text = PRELUDE + (folder / test).read_text()
    try:
        done = subprocess.run([sys.executable, "-c", text], cwd=folder, env=env, capture_output=True, text=True, timeout=8)
    except subprocess.TimeoutExpired:
        return "took too long"
    return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or ["it failed"])[-1]

for folder in sorted(pathlib.Path(".").resolve().iterdir()):
    if folder.is_dir():
        print(json.dumps([folder.name, run(folder, "works.py"), run(folder, "attack.py")]), flush=True)
'''


def read(name):
    text = (HERE / f"{name}.txt").read_text()
    program, rest = text.split("\n--- works\n")
    works, attack = rest.split("\n--- attack\n")
    words = {}
    for line in program.splitlines():
        if line.startswith("# fix: ") or line.startswith("# needs: "):
            key, value = line[2:].split(": ")
            words[key] = value.split()
    program = "\n".join(line for line in program.splitlines() if not line.startswith(("# fix: ", "# needs: ")))
    return program.strip("\n") + "\n", works, attack, words


def interpreter():
    """One that the sandbox's unprivileged user can read: not below a home folder."""
    for one in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        if os.path.exists(one) and not os.path.realpath(one).startswith(("/root/", "/home/")):
            return one
    return None


@functools.lru_cache
def has(module):
    module, _, name = module.partition(":")
    words = f"from {module} import {name}" if name else f"import {module}"
    return subprocess.run([interpreter(), "-c", words], capture_output=True).returncode == 0


def missing(words):
    return [n for n in words.get("needs", []) if not has(n)]


def fix(text, words, folder):
    options = ["--review"] if words["fix"] == ["review"] else []
    run = subprocess.run([SUTURE, "fix", "-", "--profile", "audit", "--no-config", "-q", *options], input=text.encode(),
                         capture_output=True, cwd=folder)
    assert run.returncode in (0, 1, 3), run.stderr.decode()
    return run.stdout.decode()


@pytest.fixture(scope="session")
def results(tmp_path_factory):
    project = tmp_path_factory.mktemp("behaviour")
    if not interpreter():
        pytest.skip("no Python outside a home folder")
    texts = {}
    for name in CASES:
        program, works, attack, words = read(name)
        if missing(words):
            continue
        texts[name] = fix(program, words, project)
        for kind, text in (("before", program), ("after", texts[name])):
            folder = project / f"{name}.{kind}"
            folder.mkdir()
            (folder / "task.py").write_text(text)
            (folder / "works.py").write_text(works)
            (folder / "attack.py").write_text(attack)
    (project / "check.py").write_text(CHECK)
    os.chmod(project, 0o755)
    run = subprocess.run([DRIVER, project, "300", interpreter(), "check.py"], capture_output=True, text=True)
    shutil.rmtree(project, ignore_errors=True)
    if run.returncode == 77:
        pytest.skip(run.stderr.strip())
    assert run.returncode == 0, run.stderr
    return {line[0]: line[1:] for line in map(json.loads, run.stdout.splitlines())}


@pytest.mark.parametrize("name", CASES)
def test_behaviour(name, results):
    words = read(name)[3]
    if missing(words):
        pytest.skip(f"{', '.join(missing(words))} not installed")
    before, after = results[f"{name}.before"], results[f"{name}.after"]
    assert before[0] == "", f"the original does not work: {before[0]}"
    assert before[1] != "", "the attack does not work on the original"
    assert after[0] == "", f"the fixed program does not work: {after[0]}"
    assert after[1] == "", f"the attack works on the fixed program: {after[1]}"


def test_enough():
    assert len(CASES) >= 60

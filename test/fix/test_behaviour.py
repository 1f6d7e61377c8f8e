"""Fixes by their behaviour: each file of behaviour/ is a program, a test that it works, and an attack.

The original must work and be open to the attack; the fixed program must work and resist. All four
run in the sandbox. A program without an attack is one that no fix may break: it is mended in a way that keeps it working, or
left as it is. A program names in its first line which fixes mend it (`# fix: safe` or
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
HEADS = ("# fix: ", "# needs: ", "# target: ")
CASES = sorted(p.stem for p in HERE.glob("*.txt"))

# In the sandbox: each test in a process of its own, with limits, beside the program it is for. The processes are forked
# from one that has imported what is slow to import.
CHECK = r'''
import importlib, json, os, pathlib, resource, signal, sys, time, traceback, types

SLOW = sys.argv[1:]
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

def child(folder, test):
    import shutil, tempfile
    scratch, own = folder / (test + ".tmp"), folder / (test + ".run")   # both run at once, each with files of its own
    scratch.mkdir()
    own.mkdir()
    shutil.copy(folder / "task.py", own)
    os.environ["TMPDIR"] = str(scratch)
    tempfile.tempdir = None
    os.chdir(own)
    sys.path[0] = ""
    out = os.open(folder / (test + ".out"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    resource.setrlimit(resource.RLIMIT_CPU, (6, 7))
    signal.alarm(40)
    main = types.ModuleType("__main__")
    main.__builtins__ = __builtins__
    sys.modules["__main__"] = main
    code = 0
    try:
        exec(compile(PRELUDE + (folder / test).read_text(), test, "exec"), main.__dict__)
    except SystemExit as e:
        code = 1 if e.code else 0
    except BaseException:
        traceback.print_exc()
        code = 1
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except Exception:
                pass
        os._exit(code)

def begin(folder, test):
    pid = os.fork()
    if pid == 0:
        child(folder, test)
    return pid

def verdict(folder, test, status):
    if os.WIFSIGNALED(status):
        late = os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGALRM, signal.SIGKILL)
        return "took too long" if late else "killed by a signal"
    if os.WEXITSTATUS(status) == 0:
        return ""
    return ((folder / (test + ".out")).read_text(errors="replace").strip().splitlines() or ["it failed"])[-1]

for name in SLOW:
    try:
        importlib.import_module(name)
    except ImportError:
        pass
here = pathlib.Path(".").resolve()
todo = [(folder, test) for folder in sorted(here.iterdir()) if folder.is_dir() for test in ("works.py", "attack.py")]
running, results = {}, {}
while todo or running:
    while todo and len(running) < (os.cpu_count() or 1):
        one = todo.pop(0)
        running[begin(*one)] = one
    pid, status = os.wait()
    if pid in running:
        folder, test = running.pop(pid)
        results[folder.name, test] = verdict(folder, test, status)
for name in sorted({n for n, _ in results}):
    print(json.dumps([name, results[name, "works.py"], results[name, "attack.py"]]), flush=True)
'''


def read(name):
    text = (HERE / f"{name}.txt").read_text()
    program, rest = text.split("\n--- works\n")
    works, _, attack = rest.partition("\n--- attack\n")
    words = {}
    for line in program.splitlines():
        if line.startswith(HEADS):
            key, value = line[2:].split(": ")
            words[key] = value.split()
    program = "\n".join(line for line in program.splitlines() if not line.startswith(HEADS))
    return program.strip("\n") + "\n", works, attack, words


@functools.lru_cache
def interpreter():
    """One that the sandbox's unprivileged user can read: not below a home folder. Of several, the one that has most of
    what the programs need."""
    found = [one for one in dict.fromkeys((sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"))
             if os.path.exists(one) and not os.path.realpath(one).startswith(("/root/", "/home/"))]
    return max(found, key=lambda one: sum(gives(one, n) for n in NEEDS), default=None)


@functools.lru_cache
def gives(python, module):
    module, _, name = module.partition(":")
    words = f"from {module} import {name}" if name else f"import {module}"
    return subprocess.run([python, "-c", words], capture_output=True).returncode == 0


def has(module):
    return gives(interpreter(), module)


def missing(words):
    return [n for n in words.get("needs", []) if not has(n)]


NEEDS = sorted({n for name in CASES for n in read(name)[3].get("needs", [])})


def fix(text, words, folder):
    options = ["--review"] if words["fix"] == ["review"] else []
    for version in words.get("target", []):
        options += ["--target-version", version]
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
    run = subprocess.run([DRIVER, project, "600", interpreter(), "check.py", *[n for n in NEEDS if ":" not in n]], capture_output=True, text=True)
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
    assert before[1] != "" or not read(name)[2], "the attack does not work on the original"
    assert after[0] == "", f"the fixed program does not work: {after[0]}"
    assert after[1] == "", f"the attack works on the fixed program: {after[1]}"


def test_enough():
    assert len(CASES) >= 60

# Rule fixtures. Each rule's own examples: `bad` fires, `good` is silent. Each folder test/rule/<id>/ holds programs
# with `# want: id` on the lines that must be found; that rule must be silent on every other line. `# miss:` and
# `# noise:` are known faults, counted; one that heals fails until its mark is taken away.
import json
import os
import pathlib
import re
import subprocess

import pytest

HERE = pathlib.Path(__file__).parent
SUTURE = os.environ.get("SUTURE") or str(HERE.parent.parent / "build" / "suture")
MARK = re.compile(r"# (want|miss|noise): ([a-z0-9-]+(?:, *[a-z0-9-]+)*)")
SOURCE = re.compile(r"https?://")


def run(*args, **more):
    return subprocess.run([SUTURE, *args], capture_output=True, text=True, timeout=120, **more)


def catalogue():
    done = run("rules", "--json")
    told = json.loads(done.stdout)
    return told["rules"] if isinstance(told, dict) else told


RULES = catalogue()
IDS = [r["id"] for r in RULES]


def scan(path):
    done = run("scan", "--no-config", "-q", "--profile", "audit", "--format", "json", str(path))
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)["findings"]


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_examples(rule, tmp_path):
    bad, good = tmp_path / "bad.py", tmp_path / "good.py"
    bad.write_text(rule["bad"])
    good.write_text(rule["good"])
    assert rule["id"] in {f["rule"] for f in scan(bad)}, "the bad example is not found"
    assert rule["id"] not in {f["rule"] for f in scan(good)}, "the good example is found"


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_words(rule):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule["id"])
    assert rule["cwe"] and rule["title"] and rule["why"] and rule["instead"]
    if "sources" in rule:
        assert len([s for s in rule["sources"] if SOURCE.match(s)]) >= 2


def test_ids_differ():
    assert len(set(IDS)) == len(IDS)


def fixtures():
    for folder in sorted(p for p in HERE.iterdir() if p.is_dir() and p.name != "__pycache__"):
        for path in sorted(folder.glob("*.py")):
            yield pytest.param(folder.name, path, id=f"{folder.name}/{path.stem}")


@pytest.mark.parametrize("rule,path", list(fixtures()))
def test_fixture(rule, path):
    assert rule in IDS, "no rule of that name"
    said = {"want": set(), "miss": set(), "noise": set()}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        for kind, names in MARK.findall(line):
            if rule in [n.strip() for n in names.split(",")]:
                said[kind].add(number)
    got = {f["line"] for f in scan(path) if f["rule"] == rule}
    wrong = [f"missing     line {n}" for n in sorted(said["want"] - got)]
    wrong += [f"unexpected  line {n}" for n in sorted(got - said["want"] - said["noise"] - said["miss"])]
    wrong += [f"healed miss line {n}" for n in sorted(said["miss"] & got)]
    wrong += [f"gone noise  line {n}" for n in sorted(said["noise"] - got)]
    assert not wrong, "\n" + "\n".join(wrong)

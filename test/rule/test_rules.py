# Rule fixtures. Each rule's own examples: `bad` fires, `good` is silent. Each folder test/rule/<id>/ holds programs
# with `# want: id` on the lines that must be found and `# fine: id` on lines that look alike and are right; that rule
# must be silent on every line but those it wants. `# miss:` and `# noise:` are known faults, counted; one that heals
# fails until its mark is taken away. All programs are scanned in one run. Every rule needs three bad and three good
# lines, two outside sources, and CWEs of MITRE's list that stand in no other role.
import json
import os
import pathlib
import re
import subprocess

import pytest

HERE = pathlib.Path(__file__).parent
SUTURE = os.environ.get("SUTURE") or str(HERE.parent.parent / "build" / "suture")
MARK = re.compile(r"# (want|miss|noise|fine): ([a-z0-9-]+(?:, *[a-z0-9-]+)*)")
SOURCE = re.compile(r"https?://")


def run(*args, **more):
    return subprocess.run([SUTURE, *args], capture_output=True, text=True, timeout=300, **more)


def catalogue():
    done = run("rules", "--json")
    told = json.loads(done.stdout)
    return told["rules"] if isinstance(told, dict) else told


RULES = catalogue()
IDS = [r["id"] for r in RULES]
KNOWN_CWES = {int(n) for line in (HERE / "known-cwes.txt").read_text().splitlines() if not line.startswith("#")
              for n in line.split()}


def scan(path, **more):
    done = run("scan", "--no-config", "-q", "--profile", "audit", "--format", "json", str(path), **more)
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
    assert len({s for s in rule["sources"] if SOURCE.match(s)}) >= 2, "two outside sources are needed"
    assert len(rule["also"]) <= 2


def test_ids_differ():
    assert len(set(IDS)) == len(IDS)


def test_ids_and_cwes():
    for rule in RULES:
        for cwe in [rule["cwe"], *rule["also"]]:
            assert cwe in KNOWN_CWES, f"{rule['id']}: CWE-{cwe} is not in the list of known ones"


def fixtures():
    for folder in sorted(p for p in HERE.iterdir() if p.is_dir() and p.name != "__pycache__"):
        for path in sorted(folder.glob("*.py")):
            yield pytest.param(folder.name, path, id=f"{folder.name}/{path.stem}")


def marks(rule, path):
    said = {"want": set(), "miss": set(), "noise": set(), "fine": set()}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        for kind, names in MARK.findall(line):
            if rule in [n.strip() for n in names.split(",")]:
                said[kind].add(number)
    return said


@pytest.fixture(scope="session")
def found(tmp_path_factory):
    """(rule, fixture) -> lines, of one scan of copies: under test/ they would be taken for tests."""
    root = tmp_path_factory.mktemp("programs")
    for param in fixtures():
        rule, path = param.values
        copy = root / rule / path.name
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(path.read_text())
    lines = {}
    for f in scan(".", cwd=root):
        folder, name = pathlib.PurePath(f["path"]).parts[-2:]
        if folder == f["rule"]:
            lines.setdefault((folder, name), set()).add(f["line"])
    return lines


@pytest.mark.parametrize("rule,path", list(fixtures()))
def test_fixture(rule, path, found):
    assert rule in IDS, "no rule of that name"
    said, got = marks(rule, path), found.get((rule, path.name), set())
    wrong = [f"missing     line {n}" for n in sorted(said["want"] - got)]
    wrong += [f"unexpected  line {n}" for n in sorted(got - said["want"] - said["noise"] - said["miss"])]
    wrong += [f"healed miss line {n}" for n in sorted(said["miss"] & got)]
    wrong += [f"gone noise  line {n}" for n in sorted(said["noise"] - got)]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("rule", IDS)
def test_enough(rule):
    bad = good = 0
    for path in sorted((HERE / rule).glob("*.py")):
        said = marks(rule, path)
        bad += len(said["want"] | said["miss"])
        good += len(said["fine"] | said["noise"])
    assert bad >= 3, f"{bad} bad lines in test/rule/{rule}; three are needed"
    assert good >= 3, f"{good} good lines in test/rule/{rule}; three are needed"


def test_faults_are_counted(capsys):
    miss = noise = want = fine = 0
    for param in fixtures():
        said = marks(*param.values)
        miss, noise = miss + len(said["miss"]), noise + len(said["noise"])
        want, fine = want + len(said["want"]), fine + len(said["fine"])
    with capsys.disabled():
        print(f" {len(RULES)} rules: {want} bad lines found, {miss} missed; {fine} good lines silent, {noise} noisy", end="")
    assert miss * 10 <= want and noise * 10 <= fine, "too many known faults"

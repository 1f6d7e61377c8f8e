"""How much the rules say about real code: findings per 1,000 lines by confidence, and the rules that say most.

usage: noise.py SUTURE FOLDER [--peers] [--sample SEED FILE]
FOLDER keeps the unpacked wheels of real-packages.txt (fetched when missing). --peers: Bandit and Ruff's S rules on the same
files. --sample: 100 findings of high and medium confidence, at most 5 a rule and 10 a package, drawn with SEED.
SPDX-License-Identifier: MIT
"""
import argparse
import collections
import json
import pathlib
import random
import re
import subprocess
import sys
import zipfile

HERE = pathlib.Path(__file__).parent
TEST = re.compile(r"(^|/)(tests?|testing)/|(^|/)test_[^/]*$|_test\.py$|(^|/)conftest\.py$")
LEVELS = ("high", "medium", "low")


def pins():
    lines = (HERE / "real-packages.txt").read_text().splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def fetch(pin, root):
    """The package's Python files, unpacked once; setup.py and the like are not run."""
    folder = root / pin.replace("==", "-")
    if folder.is_dir():
        return folder
    wheels = root / "wheels"
    subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:", "-d", wheels, pin],
                   check=True)
    name = re.sub(r"[-_.]+", "_", pin.split("==")[0]).lower()
    wheel = next(w for w in wheels.glob("*.whl") if re.sub(r"[-_.]+", "_", w.name.split("-")[0]).lower() == name)
    with zipfile.ZipFile(wheel) as z:
        z.extractall(folder, [n for n in z.namelist() if n.endswith(".py")])
    return folder


def lines_of(folder):
    files = [p for p in sorted(folder.rglob("*.py")) if not TEST.search(p.relative_to(folder).as_posix())]
    return sum(p.read_bytes().count(b"\n") for p in files)


def scan(suture, folder):
    done = subprocess.run([suture, "scan", "--no-config", "-q", "--profile", "audit", "--format", "json", folder.name],
                          cwd=folder.parent, capture_output=True, text=True)
    if done.returncode not in (0, 1, 3):
        sys.exit(f"{folder.name}: exit {done.returncode}: {done.stderr[:300]}")
    found = json.loads(done.stdout)["findings"]
    return [dict(f, package=folder.name) for f in found if not TEST.search(f["path"].split("/", 1)[1])]


def bandit(folder):
    done = subprocess.run(["bandit", "-q", "-r", "-f", "json", folder.name], cwd=folder.parent, capture_output=True, text=True)
    found = json.loads(done.stdout)["results"]
    return collections.Counter(f["issue_confidence"].lower() for f in found
                               if not TEST.search(f["filename"].split("/", 1)[1]))


def ruff(folder):
    done = subprocess.run(["ruff", "check", "--isolated", "--no-cache", "--preview", "--select", "S", "--exit-zero",
                           "--output-format", "json", folder.name], cwd=folder.parent, capture_output=True, text=True)
    found = [f for f in json.loads(done.stdout) if (f["code"] or "").startswith("S")]
    return sum(not TEST.search(pathlib.Path(f["filename"]).relative_to(folder.resolve()).as_posix()) for f in found)


def table(found, lines):
    print(f"{lines} lines outside tests; findings per 1,000 lines (count)")
    level = collections.Counter(f["confidence"] for f in found)
    so_far = 0
    for name in LEVELS:
        so_far += level[name]
        print(f"  {name + ' and above':18} {so_far * 1000 / lines:6.3f} ({so_far})")
    rules = collections.Counter(f["rule"] for f in found)
    for rule, n in rules.most_common(12):
        print(f"    {rule:24} {n * 1000 / lines:6.3f} ({n})")


def draw(found, seed, path):
    pool = sorted((f for f in found if f["confidence"] != "low"), key=lambda f: (f["path"], f["line"], f["rule"]))
    random.Random(seed).shuffle(pool)
    rules, packages, sample = collections.Counter(), collections.Counter(), []
    for f in pool:
        if len(sample) < 100 and rules[f["rule"]] < 5 and packages[f["package"]] < 10:
            rules[f["rule"]] += 1
            packages[f["package"]] += 1
            sample.append({k: f[k] for k in ("package", "path", "line", "rule", "confidence", "message", "flows")})
    pathlib.Path(path).write_text("".join(json.dumps(f) + "\n" for f in sample))
    print(f"{len(sample)} of {len(pool)} findings drawn with seed {seed}")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("suture")
    p.add_argument("folder", type=pathlib.Path)
    p.add_argument("--peers", action="store_true")
    p.add_argument("--sample", nargs=2)
    a = p.parse_args()
    a.folder.mkdir(parents=True, exist_ok=True)
    suture = str(pathlib.Path(a.suture).resolve())
    folders = [fetch(pin, a.folder.resolve()) for pin in pins()]
    lines, found = sum(map(lines_of, folders)), [f for folder in folders for f in scan(suture, folder)]
    print(f"{len(folders)} packages")
    table(found, lines)
    if a.peers:
        level = sum((bandit(folder) for folder in folders), collections.Counter())
        print("bandit", {k: f"{level[k] * 1000 / lines:.3f} ({level[k]})" for k in LEVELS})
        n = sum(map(ruff, folders))
        print(f"ruff S {n * 1000 / lines:.3f} ({n})")
    if a.sample:
        draw(found, int(a.sample[0]), a.sample[1])


main()

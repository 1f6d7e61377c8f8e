"""How much the rules say about real code: findings per 1,000 lines by confidence, and the rules that say most.

usage: noise.py SUTURE FOLDER [--packages LIST] [--peers] [--draw N --seed S --out NAME]
FOLDER keeps the unpacked wheels of LIST, real-packages.txt when not given (fetched when missing). --peers: Bandit and Ruff's S rules on the same
files. --draw: N findings of high and medium confidence, at most 5 a rule and 10 a package, drawn with seed S, to
NAME.json and, for readers, with the code around each step of the path, to NAME.md.
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
TEST = re.compile(r"(^|/)(tests?|testing|test_utils|test_support|[^/]*_test)/|(^|/)test_[^/]*$|_test\.py$|(^|/)(conftest|tests)\.py$")
LEVELS = ("high", "medium", "low")
failed = []


def pins(path):
    lines = path.read_text().splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def fetch(pin, root):
    """The package's Python files, unpacked once; setup.py and the like are not run."""
    folder = root / pin.replace("==", "-")
    if folder.is_dir():
        return folder
    wheels = root / "wheels"
    name, version = re.sub(r"[-_.]+", "_", pin.split("==")[0]).lower(), pin.split("==")[1]

    def here():
        have = [w for w in wheels.glob("*.whl") if re.sub(r"[-_.]+", "_", w.name.split("-")[0]).lower() == name]
        return next((w for w in have if w.name.split("-")[1] == version), None)

    if not here():
        subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:", "-d", wheels, pin],
                       check=True)
    with zipfile.ZipFile(here()) as z:
        # scripts/ under NAME.data/ is a second copy of a module; METADATA beside the modules says that it was installed
        z.extractall(folder, [n for n in z.namelist() if n.endswith((".py", ".dist-info/METADATA")) and ".data/" not in n])
    return folder


def lines_of(folder):
    files = [p for p in sorted(folder.rglob("*.py")) if not TEST.search(p.relative_to(folder).as_posix())]
    return sum(p.read_bytes().count(b"\n") for p in files)


def scan(suture, folder):
    done = subprocess.run([suture, "scan", "--no-config", "-q", "--profile", "audit", "--format", "json", folder.name],
                          cwd=folder.parent, capture_output=True, text=True)
    if done.returncode not in (0, 1, 3):
        print(f"NOT SCANNED {folder.name}: exit {done.returncode}: {done.stderr[:300]}", file=sys.stderr)
        failed.append(folder.name)
        return []
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


CRITERIA = """# Findings to be judged

Each finding below is what the scanner says of one line of a package that many people use. For each, decide whether it is
*right* or *wrong*, by these criteria, without asking anybody else:

- **right**: what it says is true of the line as this package uses it, and a maintainer who cares would change the line or
  keep it with a reason;
- **wrong**: the data cannot come from where it says, a check on the way settles it, or the weak thing has no part in security.

The code around each step of the path stands below it; the whole package may be opened. Write one line a finding: its
number, right or wrong, and the reason in a few words.
"""


def pick(found, n, seed):
    """At most 5 a rule and 10 a package, in an order that only the seed decides."""
    pool = sorted((f for f in found if f["confidence"] != "low"), key=lambda f: (f["path"], f["line"], f["rule"], f["id"]))
    random.Random(seed).shuffle(pool)
    rules, packages, sample = collections.Counter(), collections.Counter(), []
    for f in pool:
        if len(sample) < n and rules[f["rule"]] < 5 and packages[f["package"]] < 10:
            rules[f["rule"]] += 1
            packages[f["package"]] += 1
            sample.append({k: f[k] for k in ("package", "path", "line", "rule", "confidence", "message", "flows")})
    print(f"{len(sample)} of {len(pool)} findings of high and medium confidence drawn with seed {seed}")
    return sample


def code(root, path, line, around):
    lines = (root / path).read_text(errors="replace").splitlines()
    beg, end = max(0, line - 1 - around), min(len(lines), line + around)
    body = "\n".join(f"{'>' if i == line - 1 else ' '}{i + 1:5} {lines[i]}" for i in range(beg, end))
    return f"{path}:{line}\n\n~~~\n{body}\n~~~\n"


def page(root, sample):
    out = [CRITERIA]
    for n, f in enumerate(sample, 1):
        steps = f["flows"][0] if f.get("flows") else []
        out.append(f"## {n}. {f['rule']} ({f['confidence']})\n\n{f['message']}\n\n`{f['path']}` line {f['line']}\n")
        out += [f"{i}. {s['path']}:{s['line']} {s['what']}: `{' '.join(s['code'].split())[:160]}`" for i, s in enumerate(steps, 1)]
        out.append("\n" + code(root, f["path"], f["line"], 30))
        seen = [(f["path"], f["line"])]
        for s in steps:
            if any(p == s["path"] and abs(at - s["line"]) < 20 for p, at in seen):
                continue
            seen.append((s["path"], s["line"]))
            out.append(code(root, s["path"], s["line"], 30))
    return "\n".join(out)


def draw(found, root, a):
    sample = pick(found, a.draw, a.seed)
    a.out.with_suffix(".json").write_text(json.dumps(sample, indent=1) + "\n")
    a.out.with_suffix(".md").write_text(page(root, sample))


def main():
    p = argparse.ArgumentParser()
    p.add_argument("suture")
    p.add_argument("folder", type=pathlib.Path)
    p.add_argument("--packages", type=pathlib.Path, default=HERE / "real-packages.txt")
    p.add_argument("--peers", action="store_true")
    p.add_argument("--draw", type=int, default=0)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--out", type=pathlib.Path, default=pathlib.Path("draw"))
    a = p.parse_args()
    a.folder.mkdir(parents=True, exist_ok=True)
    suture = str(pathlib.Path(a.suture).resolve())
    folders = [fetch(pin, a.folder.resolve()) for pin in pins(a.packages)]
    lines, found = sum(map(lines_of, folders)), [f for folder in folders for f in scan(suture, folder)]
    print(f"{len(folders)} packages")
    table(found, lines)
    if a.peers:
        level = sum((bandit(folder) for folder in folders), collections.Counter())
        print("bandit", {k: f"{level[k] * 1000 / lines:.3f} ({level[k]})" for k in LEVELS})
        n = sum(map(ruff, folders))
        print(f"ruff S {n * 1000 / lines:.3f} ({n})")
    if a.draw:
        draw(found, a.folder.resolve(), a)
    # what was not looked at is not clean
    sys.exit(f"not scanned: {', '.join(failed)}" if failed else 0)


main()

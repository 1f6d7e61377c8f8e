#!/usr/bin/env python3
"""The study's recorded RQ4 rounds, with code, replayed (make bench-rounds DATA=FOLDER): after each round, how many of the files our
engine, Bandit and CodeQL call clean, and where they disagree. Bandit and CodeQL are the study's own recorded tables, ours is run now.
A file's text after round k is the last one made by then, and so is what an engine said of it.
usage: rounds.py FOLDER-OF-THE-REPLICATION-PACKAGE; prints Markdown (doc/measured/rounds.md). Without the data: says so, exit 0."""
import collections
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUTURE = os.environ.get("SUTURE", str(ROOT / "build" / "suture"))
VERSIONS = ["patched", "fixed1", "fixed2", "fixed3", "fixed4", "fixed5"]
ENGINES = ["suture", "bandit", "codeql"]


def base(path):
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def recorded(folder):
    """Files that Bandit and CodeQL complained of in one version, with what they said."""
    said = {"bandit": collections.defaultdict(set), "codeql": collections.defaultdict(set)}
    with open(folder / "bandit_analysis.csv", newline="", encoding="utf8") as f:
        for row in csv.DictReader(f):
            said["bandit"][base(row["filename"])].add(row["test_id"])
    with open(folder / "ql_analysis.csv", newline="", encoding="utf8") as f:
        for row in csv.reader(f):
            said["codeql"][base(row[4])].add(row[0])
    return said


def ours(folder, profile):
    """Files that we complain of, and those that we could not analyse: silence about them is no verdict."""
    said, missing = collections.defaultdict(set), set()
    with tempfile.TemporaryDirectory() as empty:
        env = {**os.environ, "XDG_CACHE_HOME": empty, "XDG_CONFIG_HOME": empty}
        done = subprocess.run([SUTURE, "scan", "--format", "json", "--profile", profile, "--no-config", "--no-cache", "."],
                              cwd=folder, capture_output=True, text=True, env=env)
    value = json.loads(done.stdout)
    for f in value["findings"]:
        said[base(f["path"])].add(f["rule"])
    for m in value["not_analysed"]:
        missing.add(base(m["path"]))
    return said, missing


def states(run, profile):
    """After each round: file -> engine -> what it says (empty: clean; None: no verdict)."""
    now, out = {}, []
    for version in VERSIONS:
        folder = run / "codeSpace" / version
        said, (own, missing) = recorded(folder), ours(folder, profile)
        for path in sorted(folder.glob("*.py")):
            now[path.name] = {"suture": None if path.name in missing else own.get(path.name, set()),
                              "bandit": said["bandit"].get(path.name, set()), "codeql": said["codeql"].get(path.name, set())}
        out.append(dict(now))
    return out


def table(head, rows):
    print("| " + " | ".join(head) + " |\n|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(str(c) for c in row) + " |")
    print()


def curves(name, all_states):
    rows = []
    for engine in ENGINES:
        for profile, each in all_states.items():
            if engine != "suture" and profile != "default":
                continue
            clean = [sum(1 for s in state.values() if s[engine] == set()) for state in each]
            none = sum(1 for s in each[-1].values() if s[engine] is None)
            label = f"suture, {profile}" if engine == "suture" else f"{engine} (recorded)"
            rows.append([label, *clean, f"{none} without a verdict" if none else ""])
    both = [sum(1 for s in state.values() if not s["bandit"] and not s["codeql"]) for state in all_states["default"]]
    every = [sum(1 for s in state.values() if s["suture"] == set() and not s["bandit"] and not s["codeql"]) for state in all_states["default"]]
    rows.append(["Bandit and CodeQL, the study's judge", *both, ""])
    rows.append(["all three", *every, ""])
    print(f"\n## {name}: {len(all_states['default'][0])} files; called clean after each round\n")
    table(["engine", "V0", *[f"round {k}" for k in range(1, 6)], ""], rows)


def disagreement(states_of_run):
    """Who complains, by round: every combination of the three."""
    combos = collections.OrderedDict()
    for s, b, c in [(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (1, 0, 1), (0, 1, 1), (1, 1, 1)]:
        who = [e for e, on in zip(ENGINES, (s, b, c)) if on]
        combos[(bool(s), bool(b), bool(c))] = " and ".join(who) if who else "nobody"
    rows = []
    for key, label in combos.items():
        counts = [sum(1 for s in state.values() if (bool(s["suture"]), bool(s["bandit"]), bool(s["codeql"])) == key) for state in states_of_run]
        rows.append([label, *counts])
    print("Who complains (suture in the default profile):\n")
    table(["complains", "V0", *[f"round {k}" for k in range(1, 6)]], rows)


def at_the_end(state):
    """Where they disagree on the last version, by what each said."""
    rows = []
    for name, s in sorted(state.items()):
        judge = s["bandit"] | s["codeql"]
        if bool(s["suture"]) == bool(judge) and s["suture"] is not None:
            continue
        rows.append([name, "no verdict" if s["suture"] is None else ", ".join(sorted(s["suture"])) or "clean",
                     ", ".join(sorted(s["bandit"])) or "clean", ", ".join(sorted(s["codeql"])) or "clean"])
    print(f"The last versions on which suture and the study's judge disagree ({len(rows)}):\n")
    table(["file", "suture", "Bandit", "CodeQL"], rows)


def main():
    package = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1] else None
    runs = sorted(p for p in (package / "RQ4").glob("*") if (p / "codeSpace").is_dir()) if package else []
    if not runs:
        print("skipped: no replication package with RQ4 runs that kept their code (make bench-rounds DATA=FOLDER)")
        return
    version = subprocess.run([SUTURE, "version"], capture_output=True, text=True).stdout.split("\n")[0]
    print("# The study's rounds, replayed\n\n`make bench-rounds DATA=FOLDER` with the study's replication package; " + version + ".")
    print("The two recorded runs of RQ4 that kept each round's code. GPT-4 repaired what Bandit and CodeQL found in code of GPT-3.5, in five\n"
          "rounds; a file that both called clean was not touched again. suture was in no loop here: it judges what is there.")
    for run in runs:
        found = {profile: states(run, profile) for profile in ("default", "audit")}
        curves(run.name, found)
        disagreement(found["default"])
        at_the_end(found["default"][-1])


main()

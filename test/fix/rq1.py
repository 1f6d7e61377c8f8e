#!/usr/bin/env python3
"""Built-in repair over the study's RQ1 files: what had findings, what is clean, each gate's count; Bandit before and after.
usage: rq1.py FOLDER [--bandit PROGRAM]; FOLDER is RQ1 of the replication package."""
import ast
import collections
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SUTURE = os.environ.get("SUTURE", str(pathlib.Path(__file__).resolve().parents[2] / "build" / "suture"))


def bandit(program, folder):
    out = subprocess.run([program, "-r", "-f", "json", "-q", folder], capture_output=True, text=True).stdout
    found = json.loads(out)["results"]
    return f"{len(found)} findings in {len({f['filename'] for f in found})} files"


def names(text):
    return {n.name for n in ast.walk(ast.parse(text)) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))}


def compare(before, after):
    broken = lost = 0
    for path in before.rglob("*.py"):
        try:
            had = names(path.read_bytes())
        except (SyntaxError, ValueError):
            continue
        try:
            lost += not had <= names((after / path.relative_to(before)).read_bytes())
        except SyntaxError:
            broken += 1
    return broken, lost


def main():
    source = pathlib.Path(sys.argv[1])
    program = sys.argv[sys.argv.index("--bandit") + 1] if "--bandit" in sys.argv else None
    for options in ([], ["--review"]):
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "RQ1"
            shutil.copytree(source, copy)
            words = [SUTURE, "fix", ".", "--format", "json", *options]
            done = json.loads(subprocess.run([*words, "--write"], cwd=copy, capture_output=True, text=True).stdout)
            again = json.loads(subprocess.run(words, cwd=copy, capture_output=True, text=True).stdout)
            files = done["files"]
            changed = [f for f in files if f["changed"]]
            clean = sum(all(r["how"] != "left" for r in f["findings"]) for f in files)
            print(f"fix {' '.join(options)}: {len(files)} files with {done['found']} findings; {done['fixed']} fixed in "
                  f"{len(changed)} files; {clean} files clean; a second run changes {sum(f['changed'] for f in again['files'])}")
            gates = collections.Counter((g, v["state"]) for f in changed for g, v in f["gates"].items())
            for (gate, state), n in gates.items():
                print(f"  {gate:18} {state:14} {n}")
            refused = collections.Counter(g for f in files for g, v in f.get("refused", {}).items() if v["state"] == "failed")
            print(f"  last refusals by gate: {dict(refused)}")
            print("  stopped parsing: {}, lost a definition: {}".format(*compare(source, copy)))
            if program:
                print(f"  bandit before: {bandit(program, source)}; after: {bandit(program, copy)}")


main()

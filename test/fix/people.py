#!/usr/bin/env python3
"""Gates against people: the study's repairs (RQ3), each labelled by people, judged by the gates that need no scan.
usage: people.py [FOLDER of the replication package]; prints a table and, with --show, each refusal of a good repair."""
import csv
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DRIVER = pathlib.Path(os.environ.get("DRIVER", ROOT / "build" / "fix" / "driver"))
BEFORE = {"gpt3.5": "generatedCode_gpt3.5", "llama": "generatedCode_codellama"}
GATES = ["changed", "parses", "interface kept", "not hollowed out", "no suppression", "imports resolve", "nothing new"]


def pairs(package):
    for fixer in ("gpt3.5", "gpt4"):
        for model, folder in BEFORE.items():
            table = package / "RQ3" / f"verify_{fixer}_for_{model}.csv"
            for name, label in csv.reader(open(table)):
                before = package / "RQ1" / folder / name
                after = package / "RQ3" / f"fixedCodes_{fixer}_for_{model}" / name
                if before.exists() and after.exists() and label != "-1":
                    yield f"{fixer}/{model}/{name}", float(label), before.read_text("utf8"), after.read_text("utf8")


def judge(rows):
    text = "".join(json.dumps({"before": b, "after": a}) + "\n" for _, _, b, a in rows)
    done = subprocess.run([DRIVER], input=text, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def failed(verdict, gates):
    return any(verdict.get(g, {}).get("state") == "failed" for g in gates)


def markdown(rows, verdicts):
    good = [v for r, v in zip(rows, verdicts) if r[1] == 0]
    bad = [v for r, v in zip(rows, verdicts) if r[1] != 0]
    print("# Gates against people\n\n`make bench-gates DATA=FOLDER`, with the study's replication package. Each repair of RQ3 (GPT-3.5 and GPT-4, for code"
          "\nof GPT-3.5 and Code Llama) that people labelled, judged by the gates that need no scan; before is its RQ1 file.\n")
    print(f"| gate | refused of {len(good)} that people call repaired | refused of {len(bad)} that people call not repaired |\n|---|---|---|")
    for name, gates in [*((g, [g]) for g in GATES), ("interface, hollowing and suppression together", GATES[2:5]), ("all of these", GATES)]:
        a, b = (sum(failed(v, gates) for v in of) for of in (good, bad))
        print(f"| {name} | {a} ({100 * a / len(good):.1f}%) | {b} ({100 * b / len(bad):.1f}%) |")
    print(f"\n{sum(v['accepted'] for v in good)} of {len(good)} and {sum(v['accepted'] for v in bad)} of {len(bad)} pass all of them. What these gates let"
          " through is for the others to refuse: is the finding gone, is nothing new,\ndo other engines agree, do the tests pass."
          "\n\n## Each repair that people accept and these gates refuse\n")
    for r, v in zip(rows, verdicts):
        if r[1] == 0 and failed(v, GATES):
            print(f"- {r[0]}: " + "; ".join(f"{g}: {v[g]['evidence']}" for g in GATES if failed(v, [g])))


def main():
    package = pathlib.Path(next((a for a in sys.argv[1:] if a and a[0] != "-"), "LLMSecureCode"))
    if not (package / "RQ3").is_dir():
        print("skipped: no replication package there (make bench-gates DATA=FOLDER)")
        return
    rows = list(pairs(package))
    verdicts = judge(rows)
    if "--markdown" in sys.argv:
        markdown(rows, verdicts)
        return
    for good in (True, False):
        of = [(r, v) for r, v in zip(rows, verdicts) if (r[1] == 0) == good]
        refused = [(r, v) for r, v in of if not v["accepted"]]
        print(f"people say {'repaired' if good else 'not repaired'}: {len(of)} files, {len(refused)} refused")
        for gate in GATES:
            n = sum(1 for _, v in of if v.get(gate, {}).get("state") == "failed")
            print(f"  {gate:18} {n:4}  {n / len(of):.3f}")
        three = sum(1 for _, v in of if any(v.get(g, {}).get("state") == "failed" for g in GATES[2:5]))
        parse = sum(1 for (_, _, b, _), v in of if v["parses"]["state"] == "passed")
        print(f"  interface, hollowing or suppression: {three} = {three / len(of):.3f} (of {parse} that parse)")
        if "--show" in sys.argv and good:
            for r, v in refused:
                print("   ", r[0], "; ".join(f"{g}: {v[g]['evidence']}" for g in GATES if v.get(g, {}).get("state") == "failed"))


main()

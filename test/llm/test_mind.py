"""Sessions with real minds: their answers to ten prompts each and to the questions of a judge, played again. The repairs
are test/repair/mind.talk and mind_second.talk."""
import json
import os
import pathlib
import subprocess

import pytest

HERE = pathlib.Path(__file__).parent
SUTURE = os.environ.get("SUTURE", str(HERE.parents[1] / "build" / "suture"))
pytestmark = pytest.mark.skipif(not os.path.exists(SUTURE), reason=f"{SUTURE} is not built")


def sections(name):
    found = []
    for line in (HERE / name).read_text().splitlines(keepends=True):
        if line.startswith("=== "):
            found.append((line[4:].strip(), []))
        elif found:
            found[-1][1].append(line)
    return [(head, "".join(lines)) for head, lines in found]


def run(folder, *words):
    env = {**os.environ, "XDG_STATE_HOME": str(folder / "state"), "XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(folder)}
    return subprocess.run([SUTURE, *words], cwd=folder, capture_output=True, text=True, timeout=120, env=env)


def test_ten_generations(tmp_path):
    (tmp_path / "p.jsonl").write_text(dict(sections("mind_generate.talk"))["prompts"])
    done = run(tmp_path, "generate", "-f", "p.jsonl", "--model", f"script:{HERE}/mind_generate.talk", "--out", "made")
    # the mind left a name that may begin with a dash where no rule saw it at the time: a built-in fix refuses it
    assert done.returncode == 0 and "thumbnail.py:26  argument-injection  fixed (built-in)" in done.stderr, done.stderr
    assert "2 findings in 2 of 10 files: 2 fixed (1 built-in, 1 by a model" in done.stderr
    made = sorted(p.name for p in (tmp_path / "made").iterdir())
    assert len(made) == 10
    assert not [r for r in run(tmp_path, "scan", "made").stdout.splitlines() if "critical" in r]
    stub = (tmp_path / "made" / "yaml_conf.py").read_text()
    assert "def load_config(path, defaults):" in stub and "safe_load" in stub


def test_twelve_reviews(tmp_path):
    for head, text in sections("mind_review.talk"):
        if head.startswith("file "):
            (tmp_path / head[5:]).write_text(text)
    done = run(tmp_path, "review", "a.py", "b.py", "--judge", f"script:{HERE}/mind_review.talk", "--format", "json")
    value = json.loads(done.stdout)
    assert value["summary"]["no verdict"] == 0 and value["complete"], done.stderr
    assert value["summary"]["both vulnerable"] >= 5 and value["summary"]["both clean"] >= 4
    claims = {(p["function"], w["cwe"]): w["confidence"] for p in value["pieces"] for w in p["model"]["weaknesses"]}
    assert claims["convert", 22] == "low" and claims["delete_order", 306] == "medium" and claims["hello", 79] == "medium"


def test_ten_more_generations(tmp_path):
    (tmp_path / "p.jsonl").write_text(dict(sections("mind_generate_second.talk"))["prompts"])
    done = run(tmp_path, "generate", "-f", "p.jsonl", "--model", f"script:{HERE}/mind_generate_second.talk", "--out", "made")
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "made").iterdir())) == 10
    assert "ldap-injection" not in done.stderr                  # the base comes from the operator's own environment


def test_ten_more_reviews(tmp_path):
    names = []
    for head, text in sections("mind_review_second.talk"):
        if head.startswith("file "):
            names.append(head[5:])
            (tmp_path / head[5:]).write_text(text)
    done = run(tmp_path, "review", *names, "--judge", f"script:{HERE}/mind_review_second.talk", "--format", "json")
    value = json.loads(done.stdout)
    assert value["summary"]["no verdict"] == 0 and value["complete"], done.stderr
    assert not [p for p in value["pieces"] if not p["function"] and p["path"].startswith("r10")]   # nothing to judge there
    judged = {p["path"][:3]: p for p in value["pieces"] if p["function"] in
              ("ticket_for", "search", "mirror", "after_login", "totals", "unlock", "avatar", "count", "invite", "sign")}
    found = {name for name, p in judged.items() if p["model"]["weaknesses"]}
    assert found == {"r01", "r03", "r04", "r05", "r06", "r08", "r10"}

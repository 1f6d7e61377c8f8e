"""What others publish as schemas: SARIF (in the npm package @microsoft/jest-sarif), GitHub's actions and workflows, GitLab's jobs
(in the PyPI package check-jsonschema). `make test-schemas` brings both into build/schemas; without them these tests are skipped."""
import json
import subprocess

import pytest
from program import BAD, CLEAN, FOUND, ROOT, suture

HERE = ROOT / "build" / "schemas"
SARIF = HERE / "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
ODD = BAD.replace('"ls " + name', '"ls \U0001f600é " + name')
YAML = "import os, yaml\nfrom flask import request\n\n\ndef read():\n    return yaml.load(request.data, Loader=yaml.Loader)\n"


@pytest.fixture(scope="module")
def check():
    jsonschema = pytest.importorskip("jsonschema")
    if not SARIF.exists():
        pytest.skip("the SARIF schema is not here: make test-schemas")
    schema = json.loads(SARIF.read_text())
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return lambda doc: [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in kind(schema).iter_errors(doc)]


def sarif(cwd, *args):
    return suture("scan", "--format", "sarif", *args, ".", cwd=cwd)


@pytest.fixture
def project(tmp_path):
    (tmp_path / "odd name#?%é.py").write_text(ODD)
    (tmp_path / "yaml_.py").write_text(YAML)
    (tmp_path / "known.py").write_text(BAD.replace("+ name)", "+ name)  # suture: ignore[command-injection] known"))
    (tmp_path / "stale.py").write_text("x = 1  # suture: ignore[xss] long gone\n")
    (tmp_path / "page.md").write_text("```python\n" + BAD + "```\n")
    (tmp_path / "a\x1b[2Jb.py").write_text('import os\nos.system(input("\u202e" + "\x07"))\n')
    return tmp_path


@pytest.mark.parametrize("args", [(), ("--profile", "audit"), ("--show-suppressed",), ("--markdown", "--all-files"), ("--select", "xss")])
def test_sarif(check, project, args):
    doc = sarif(project, *args).json
    assert check(doc) == [] and len(doc["runs"]) == 1


def test_sarif_of_what_was_not_analysed(check, project):
    (project / "broken.py").write_text("def f(:\n")
    (project / "binary.py").write_bytes(b"\0\0\1")
    doc = sarif(project).json
    assert check(doc) == [] and len(doc["runs"][0]["invocations"][0]["toolExecutionNotifications"]) == 2


def test_sarif_of_nothing(check, tmp_path):
    (tmp_path / "a.py").write_text("x = 1\n")
    r = sarif(tmp_path)
    assert r.code == CLEAN and check(r.json) == []


def test_sarif_of_every_rules_example(check, tmp_path):
    for rule in suture("rules", "--json").json:
        (tmp_path / (rule["id"].replace("-", "_") + ".py")).write_text(rule["bad"] + "\n")
    r = suture("scan", "--format", "sarif", "--profile", "audit", ".", cwd=tmp_path, timeout=300)
    assert r.code == FOUND and check(r.json) == []
    assert len({x["ruleId"] for x in r.json["runs"][0]["results"]}) > 80


def test_sarif_with_a_baseline(check, project):
    suture("scan", "--baseline", "b.json", "--update-baseline", ".", cwd=project)
    doc = sarif(project, "--baseline", "b.json", "--show-suppressed").json
    kinds = {s["kind"] for x in doc["runs"][0]["results"] for s in x.get("suppressions", [])}
    assert check(doc) == [] and kinds == {"inSource", "external"}


def published(name):
    (path,) = [p for p in HERE.glob(f"venv/lib/python3*/site-packages/check_jsonschema/builtin_schemas/vendor/{name}.json")] or [None]
    if not path:
        pytest.skip(f"the schema of {name} is not here: make test-schemas")
    return json.loads(path.read_text())


@pytest.mark.parametrize("name, path, command", [
    ("github-actions", "action.yml", None), ("gitlab-ci", "doc/guide/gitlab-ci.yml", None), ("github-workflows", None, "github"),
    ("gitlab-ci", None, "gitlab")])
def test_ci_files(name, path, command):
    schema = published(name)
    yaml, jsonschema = pytest.importorskip("yaml"), pytest.importorskip("jsonschema")
    text = (ROOT / path).read_text() if path else suture("init", command).out
    doc = {("on" if k is True else k): v for k, v in yaml.safe_load(text).items()}      # YAML 1.1 reads on: as true
    kind = jsonschema.validators.validator_for(schema)
    assert [e.message for e in kind(schema).iter_errors(doc)] == []


def test_our_json_by_a_real_validator(project):
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((ROOT / "doc" / "schema" / "scan.json").read_text())
    (project / "broken.py").write_text("def f(:\n")
    doc = suture("scan", "--format", "json", "--profile", "audit", "--show-suppressed", ".", cwd=project).json
    assert [e.message for e in jsonschema.validators.validator_for(schema)(schema).iter_errors(doc)] == []


@pytest.mark.parametrize("args", [[], ["--write"], ["--review"]])
def test_fix_json(project, args):
    """The program that reads it gets the changes too, and can apply them: one by one, whatever their files are called."""
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((ROOT / "doc" / "schema" / "fix.json").read_text())
    before = {p: p.read_bytes() for p in project.glob("*.py")}
    doc = suture("fix", "--format", "json", "--profile", "audit", *args, ".", cwd=project).json
    assert [e.message for e in jsonschema.validators.validator_for(schema)(schema).iter_errors(doc)] == []
    for path, content in before.items():
        path.write_bytes(content)
    changed = [f for f in doc["files"] if f["changed"]]
    assert doc["diff_base"] == "." and len(changed) >= 2 and all(f["changed"] == ("diff" in f) for f in doc["files"])
    for f in changed:
        subprocess.run(["git", "apply"], cwd=project, input=f["diff"].encode(), check=True)
    assert suture("scan", "--format", "json", ".", cwd=project).json["summary"]["findings"] <= doc["left"]

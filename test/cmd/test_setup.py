"""init, doctor, and the JSON form's schema."""
import json

import pytest
from program import BAD, CLEAN, FOUND, GOOD, ROOT, USAGE, suture


@pytest.mark.parametrize("what, path", [("config", "suture.toml"), ("pre-commit", ".pre-commit-config.yaml"),
                                        ("github", ".github/workflows/suture.yml"), ("gitlab", ".gitlab-ci.yml"),
                                        ("claude", ".claude/settings.json"), ("codex", ".codex/hooks.json"),
                                        ("cursor", ".cursor/hooks.json")])
def test_init(tmp_path, what, path):
    shown = suture("init", what, cwd=tmp_path)
    assert shown.code == CLEAN and not (tmp_path / path).exists()
    r = suture("init", "--write", what, cwd=tmp_path)
    assert r.code == CLEAN and shown.out == f"# {path}\n" + (tmp_path / path).read_text()
    again = suture("init", "--write", what, cwd=tmp_path)
    assert again.code == USAGE and "exists and is left as it is" in again.err
    if what == "config":
        lines = (tmp_path / path).read_text().splitlines()[1:]
        (tmp_path / path).write_text("\n".join(line[2:] if line.startswith("# ") else line for line in lines))
        assert suture("config", cwd=tmp_path).code == CLEAN
    if path.endswith(".json"):
        assert f"suture hook {what}" in (tmp_path / path).read_text() and json.loads((tmp_path / path).read_text())["hooks"]
        assert suture("init", "--agent", what, cwd=tmp_path).out == shown.out


def test_init_lists():
    assert {line.split()[0] for line in suture("init").out.splitlines()} == {
        "config", "pre-commit", "github", "gitlab", "claude", "codex", "cursor"}


def test_doctor(tmp_path):
    rows = {r["what"]: r for r in suture("doctor", "--json", home=tmp_path).json}
    assert rows["suture"]["works"] and {"bandit", "git", "sandbox", "store", "models"} <= set(rows)
    assert all(r["works"] or r["mend"] for r in rows.values())
    assert suture("doctor", home=tmp_path).code == CLEAN


def test_doctor_names_the_sandbox_and_asks_no_model_by_itself(tmp_path):
    rows = {r["what"]: r for r in suture("doctor", "--json", home=tmp_path).json}
    assert rows["sandbox"]["state"].startswith(("full", "reduced", "none"))
    assert rows["models"]["state"].startswith("none is set up") or "is set" in rows["models"]["state"]


def test_doctor_asks_the_model_that_is_named(tmp_path):
    (tmp_path / "m.talk").write_text("=== reply\nready\n")
    rows = {r["what"]: r for r in suture("doctor", "--json", "--model", f"script:{tmp_path}/m.talk", home=tmp_path).json}
    assert rows["model"]["works"] and " answered in " in rows["model"]["state"]
    rows = {r["what"]: r for r in suture("doctor", "--json", "--model", "ollama:qwen2.5-coder", home=tmp_path, env={"OLLAMA_HOST": "http://127.0.0.1:9"}).json}
    assert not rows["model"]["works"] and "is Ollama (or your model server) running?" in rows["model"]["state"]
    assert rows["model"]["mend"] == "ollama serve, and ollama pull qwen2.5-coder"


def test_version_says_what_it_knows():
    doc = suture("version", "--json").json
    assert doc["rules"] == len(suture("rules", "--json").json) and "sarif" in doc["formats"] and "scan" in doc["commands"]
    assert doc["schemas"]["scan"] == "suture-scan-1" and doc["schemas"]["fix"] == "suture-fix-1"


def schema_faults(value, schema, root, where="$"):
    """The few words of JSON Schema that ours uses."""
    if "$ref" in schema:
        schema = {**root["$defs"][schema["$ref"].rsplit("/", 1)[1]], **{k: v for k, v in schema.items() if k != "$ref"}}
    for part in schema.get("allOf", []):
        yield from schema_faults(value, part, root, where)
    if "oneOf" in schema and sum(not list(schema_faults(value, s, root, where)) for s in schema["oneOf"]) != 1:
        yield where + ": oneOf"
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
    want = schema.get("type")
    if want and not isinstance(value, tuple(kinds[k] for k in ([want] if isinstance(want, str) else want))):
        yield f"{where}: not {want}"
    if "enum" in schema and value not in schema["enum"] or "const" in schema and value != schema["const"]:
        yield f"{where}: {value!r}"
    if isinstance(value, dict):
        yield from (f"{where}: lacks {k}" for k in schema.get("required", []) if k not in value)
        for k, v in value.items():
            yield from schema_faults(v, schema.get("properties", {}).get(k, {}), root, f"{where}.{k}")
    if isinstance(value, list):
        for i, v in enumerate(value):
            yield from schema_faults(v, schema.get("items", {}), root, f"{where}[{i}]")


def test_json_keeps_to_its_schema(tmp_path):
    (tmp_path / "bad.py").write_text(BAD.replace("name)", "name)  # nosec x") + BAD)
    (tmp_path / "broken.py").write_text("def f(:\n")
    r = suture("scan", "--format", "json", "--profile", "audit", "--show-suppressed", ".", cwd=tmp_path)
    schema = json.loads((ROOT / "doc" / "schema" / "scan.json").read_text())
    assert r.code == FOUND and list(schema_faults(r.json, schema, schema)) == []

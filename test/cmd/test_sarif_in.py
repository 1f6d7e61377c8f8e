"""--sarif-in: findings of any tool beside our own; --sarif-cmd and --accept-unproven: repairs of what it found."""
import json
import os

import pytest
from program import suture

CODE = "import os\n\n\ndef f(a):\n    x = 'é\U0001f600'; os.system('ls ' + a)\n    return x\n\n\ndef g(b):\n    return b + 1\n"


def place(line, first=None, last=None, uri="app.py", **more):
    region = {"startLine": line, **({"startColumn": first} if first else {}), **({"endColumn": last} if last else {})}
    return {"physicalLocation": {"artifactLocation": {"uri": uri, **more}, "region": region}}


def report(*results, rules=(), extensions=(), name="Some Tool", **run):
    return {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": name, "version": "1.2", "rules": list(rules)},
            "extensions": list(extensions)}, "results": list(results), **run}]}


def scan(folder, value, *more, path="app.py"):
    (folder / "r.sarif").write_text(value if isinstance(value, str) else json.dumps(value))
    return suture("scan", path, "--format", "json", "--sarif-in", "r.sarif", *more, cwd=folder)


@pytest.fixture
def project(tmp_path):
    (tmp_path / "app.py").write_text(CODE)
    return tmp_path


def others(r):
    return [f for f in r.json["findings"] if f["engines"] != ["suture"]]


def test_rules_in_extensions_and_flows(project):
    """CodeQL's shape: query packs are extensions, a rule is found by component and index, tags name CWEs."""
    rule = {"id": "py/own-query", "shortDescription": {"text": "An own query"}, "properties": {
        "tags": ["security", "external/cwe/cwe-1236", "external/cwe/cwe-074"], "security-severity": "8.1", "precision": "high"}}
    flow = {"threadFlows": [{"locations": [
        {"location": {**place(9, 7), "message": {"text": "b"}}}, {"location": {**place(10, 12), "message": {"text": "sum"}}}]}]}
    value = report({"ruleId": "py/own-query", "ruleIndex": 0, "rule": {"id": "py/own-query", "index": 1,
                    "toolComponent": {"index": 1}}, "message": {"text": "This depends on a [user value](1)."},
                    "locations": [place(10, 12, 17, uriBaseId="%SRCROOT%")], "codeFlows": [flow]},
                   name="CodeQL", extensions=[{"name": "a", "rules": []}, {"name": "b", "rules": [{"id": "other"}, rule]}])
    (f,) = others(scan(project, value))
    assert f["engines"] == ["codeql"] and f["rule"] == "py/own-query" and f["cwe"] == 1236 and 74 in f["cwes"]
    assert (f["severity"], f["confidence"], f["line"], f["title"]) == ("high", "high", 10, "An own query")
    assert [s["line"] for s in f["flows"][0]] == [9, 10]


def test_one_weakness_at_one_place_is_one_finding(project):
    value = report({"ruleId": "shell", "message": {"text": "m"}, "locations": [place(5)],
                    "properties": {"cwe": ["CWE-78: OS command injection"]}})
    (f,) = [f for f in scan(project, value).json["findings"] if f["line"] == 5 and f["cwe"] == 78]
    assert f["engines"] == ["suture", "some-tool"]


@pytest.mark.parametrize("kind, first, column", [("utf16CodeUnits", 17, 16), ("unicodeCodePoints", 16, 16), (None, 17, 16)])
def test_columns_in_the_unit_that_the_run_names(project, kind, first, column):
    run = {"columnKind": kind} if kind else {}
    value = report({"ruleId": "x", "message": {"text": "m"}, "locations": [place(5, first, first + 2)]}, **run)
    (f,) = others(scan(project, value))
    assert f["column"] == column                                   # characters, from 1: "os" behind the emoji


PLACES = [({"uri": "app.py"}, True), ({"uri": "./app.py"}, True), ({"uri": "a%70p.py"}, True), ({"uri": "nothere.py"}, False),
          ({"uri": "../app.py"}, False), ({"uri": "app.py", "uriBaseId": "ROOT"}, True), ({"uri": "%2e%2e/app.py"}, False),
          ({"index": 1}, True), ({"index": 7}, False), ({}, False)]


@pytest.mark.parametrize("where, found", PLACES)
def test_places(project, where, found):
    value = report({"ruleId": "x", "message": {"text": "m"}, "locations": [{"physicalLocation": {
        "artifactLocation": where, "region": {"startLine": 10}}}]}, artifacts=[{}, {"location": {"uri": "app.py"}}],
        originalUriBaseIds={"ROOT": {"uri": "file:///on/another/machine/"}})
    r = scan(project, value)
    assert len(others(r)) == found
    assert any("not scanned" in n for n in r.json["notes"]) != found


def test_absolute_places(project):
    value = report({"ruleId": "x", "message": {"text": "m"}, "locations": [place(10, uri=(project / "app.py").as_uri())]})
    assert len(others(scan(project, value))) == 1
    value = report({"ruleId": "x", "message": {"text": "m"}, "locations": [place(10, uri="app.py", uriBaseId="R")]},
                   originalUriBaseIds={"R": {"uri": project.as_uri() + "/"}})
    assert len(others(scan(project, value))) == 1


def test_what_is_no_finding(project):
    results = [{"ruleId": "x", "message": {"text": "m"}, "locations": [place(10)], **more} for more in (
        {"kind": "pass"}, {"kind": "notApplicable"}, {"baselineState": "absent"}, {"suppressions": [{"kind": "inSource"}]})]
    assert others(scan(project, report(*results))) == []


def test_messages_of_the_rule(project):
    value = report({"ruleId": "x", "message": {"id": "default", "arguments": ["one", "two"]}, "locations": [place(10)]},
                   rules=[{"id": "x", "messageStrings": {"default": {"text": "{1} before {0}"}},
                           "defaultConfiguration": {"level": "error"}}])
    (f,) = others(scan(project, value))
    assert f["message"] == "two before one" and f["severity"] == "high"


@pytest.mark.parametrize("value", ["", "[]", "{}", "nothing", '{"runs": 3}', '{"runs": [3, {"results": [3, {}]}]}'])
def test_no_sarif(project, value):
    r = scan(project, value)
    assert r.code in (1, 3) and (r.json["complete"] is False or value.startswith('{"runs": [3'))


def test_a_run_that_failed_is_incomplete(project):
    value = report(invocations=[{"executionSuccessful": False}])
    assert scan(project, value).json["complete"] is False
    value = report(invocations=[{"executionSuccessful": True, "toolExecutionNotifications": [
        {"level": "error", "message": {"text": "could not parse"}, "locations": [place(1)]}]}])
    (m,) = scan(project, value).json["not_analysed"]
    assert m["path"] == "app.py" and m["engine"] == "some-tool" and "could not parse" in m["why"]


# ---- repair of what another tool found

TARGET = "def g(b):\n    return b + 1\n"
FOUND = {"ruleId": "plus", "message": {"text": "plus"}, "locations": [place(2)], "level": "error",
         "properties": {"cwe": "CWE-190"}}
ANSWER = "=== reply\n```python\ndef g(b):\n    return int(b) + 1\n```\n"


def fix(folder, *more):
    (folder / "app.py").write_text(TARGET)
    (folder / "talk").write_text(ANSWER)
    (folder / "r.sarif").write_text(json.dumps(report(FOUND)))
    return suture("fix", "app.py", "--sarif-in", "r.sarif", "--model", "script:talk", "--write", *more, cwd=folder,
                  env={"XDG_STATE_HOME": str(folder / "state")})


def test_unproven_without_a_command(tmp_path):
    done = fix(tmp_path)
    assert done.code == 1 and "unproven" in done.err and (tmp_path / "app.py").read_text() == TARGET
    done = fix(tmp_path, "--accept-unproven")
    assert "int(b)" in (tmp_path / "app.py").read_text() and "not available" in done.err and done.code == 3


def tool(folder, body):
    (folder / "tool.py").write_text(
        "import json, sys\ntext = open('app.py').read()\n" + body + "\nopen(sys.argv[1], 'w').write(json.dumps(value))\n")
    return ["--sarif-cmd", f"/usr/bin/env python3 {folder}/tool.py {{out}}"]


def test_run_anew_it_is_proven(tmp_path):
    words = tool(tmp_path, f"value = {report()!r}")
    done = fix(tmp_path, *words)
    assert done.code == 0, done.err
    assert "int(b)" in (tmp_path / "app.py").read_text() and "finding gone" in done.err


def test_run_anew_it_may_still_be_there(tmp_path):
    words = tool(tmp_path, f"value = {report(FOUND)!r}")
    done = fix(tmp_path, *words)
    assert done.code == 1 and "finding gone" in done.err and (tmp_path / "app.py").read_text() == TARGET


def test_a_command_that_fails_proves_nothing(tmp_path):
    done = fix(tmp_path, "--sarif-cmd", "exit 7")
    assert done.code != 0 and (tmp_path / "app.py").read_text() == TARGET and "exit 7" in done.err


def test_a_line_that_stands_is_still_found(tmp_path):
    """The repair of one finding says nothing of another of the same tool in the same file."""
    text = "def g(b):\n    return b + 1\n\n\ndef h(b):\n    return b + 2\n"
    both = report(FOUND, {**FOUND, "locations": [place(6)]})
    (tmp_path / "app.py").write_text(text)
    (tmp_path / "talk").write_text(ANSWER.replace("reply", "reply for function `g`") + "=== reply refused no\n" * 3)
    (tmp_path / "r.sarif").write_text(json.dumps(both))
    done = suture("fix", "app.py", "--sarif-in", "r.sarif", "--model", "script:talk", "--format", "json", cwd=tmp_path,
                  env={"XDG_STATE_HOME": str(tmp_path / "state")})
    assert done.code == 1 and "1 left" in done.err, done.err


def test_a_project_sets_no_command(tmp_path):
    (tmp_path / "app.py").write_text(TARGET)
    (tmp_path / "suture.toml").write_text('sarif-cmd = "touch ran"\n')
    done = suture("scan", "app.py", cwd=tmp_path)
    assert done.code == 2 and "sarif-cmd" in done.err and not os.path.exists(tmp_path / "ran")

"""`suture mcp`: the Model Context Protocol on standard input and output; its tools read and never write, run or ask."""
import json
import subprocess

import pytest
from program import BAD, BIN, CLEAN, clean_env


def talk(cwd, *messages, env=None):
    """Sends lines (dicts or raw text); returns what came back, by id, and all of it in order."""
    lines = "".join((m if isinstance(m, str) else json.dumps(m)) + "\n" for m in messages)
    r = subprocess.run([BIN, "mcp"], cwd=cwd, input=lines, capture_output=True, text=True, timeout=60, env=clean_env(cwd, env))
    assert r.returncode == CLEAN, r.stderr
    out = [json.loads(line) for line in r.stdout.splitlines()]
    assert all(o["jsonrpc"] == "2.0" for o in out)
    return {o["id"]: o for o in out}, out


def call(cwd, tool, env=None, **arguments):
    got, _ = talk(cwd, {"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}, env=env)
    return got[7]["result"] if "result" in got[7] else got[7]["error"]


@pytest.fixture
def project(tmp_path):
    (tmp_path / "bad.py").write_text(BAD)
    return tmp_path


def test_hello(tmp_path):
    got, out = talk(tmp_path, {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-03-26", "capabilities": {}}},
                    {"jsonrpc": "2.0", "method": "notifications/initialized"}, {"jsonrpc": "2.0", "id": "two", "method": "ping"},
                    {"jsonrpc": "2.0", "id": 3, "method": "initialize", "params": {"protocolVersion": "1999-01-01"}})
    assert len(out) == 3 and got[1]["result"]["protocolVersion"] == "2025-03-26" and got["two"]["result"] == {}
    assert got[1]["result"]["serverInfo"]["name"] == "suture" and got[1]["result"]["capabilities"] == {"tools": {}}
    assert got[3]["result"]["protocolVersion"] == "2025-06-18"


def test_tools_are_those_of_the_tables(tmp_path):
    got, _ = talk(tmp_path, {"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
    tools = {t["name"]: t for t in got[1]["result"]["tools"]}
    assert set(tools) == {"scan", "fix", "explain", "rules"}
    offered = tools["scan"]["inputSchema"]["properties"]
    assert offered["profile"]["enum"] == ["strict", "default", "audit"] and offered["select"]["type"] == "array" and offered["diff"]["type"] == "string"
    for tool in tools.values():
        assert tool["annotations"]["readOnlyHint"] is True and tool["description"]
        for name in ("write", "model", "verify-cmd", "knowledge", "engine", "base-url", "update-baseline", "watch", "suppress", "no-sandbox"):
            assert name not in tool["inputSchema"]["properties"]


def test_scan(project):
    r = call(project, "scan", words=["bad.py"])
    doc = json.loads(r["content"][0]["text"])
    assert r["isError"] is False and doc["findings"][0]["at"] == "bad.py:9" and doc["findings"][0]["next"] == "apply_fix"
    whole = json.loads(call(project, "scan", words=["bad.py"], brief=False, profile="audit", select=["CWE-78"])["content"][0]["text"])
    assert whole["schema"] == "suture-scan-1" and whole["findings"][0]["flows"]


def test_words_in_another_form(project):
    """A text where a list is asked for is that one path, not the whole folder; what is no text is refused."""
    (project / "other.py").write_text(BAD)
    assert [f["at"] for f in json.loads(call(project, "scan", words="bad.py")["content"][0]["text"])["findings"]] == ["bad.py:9"]
    for wrong in (3, {"path": "bad.py"}, None):
        r = call(project, "scan", words=wrong)
        assert r["isError"] is True and "'words' is a list of texts" in r["content"][0]["text"]
    r = call(project, "scan", path="bad.py")
    assert r["isError"] is True and r["content"][0]["text"] == "`scan` takes no 'path' here; its [PATH…] goes into 'words'"


def test_no_report_is_written(project):
    """Neither the caller nor a setting of the project names a file that a tool would write."""
    r = call(project, "scan", words=["bad.py"], format=["json=" + str(project / "out.json")])
    assert r["isError"] is True and "no file" in r["content"][0]["text"] and not (project / "out.json").exists()
    (project / "suture.toml").write_text('format = ["json=out.json"]\n')
    doc = json.loads(call(project, "scan", words=["bad.py"])["content"][0]["text"])
    assert doc["findings"] and not (project / "out.json").exists()
    r = call(project, "scan", words=["bad.py"], env={"SUTURE_FORMAT": "json=out.json"})
    assert json.loads(r["content"][0]["text"])["findings"] and not (project / "out.json").exists()


def test_text_comes_whole(project):
    text = call(project, "scan", words=["bad.py"], format=["text"])["content"][0]["text"]
    assert text.startswith("bad.py") and "\0" not in text and "1 finding in 1 file" in text


def test_fix_only_proposes(project):
    doc = json.loads(call(project, "fix", words=["bad.py"])["content"][0]["text"])
    assert doc["fixed"] == 1 and (project / "bad.py").read_text() == BAD
    assert "+    os.system(\"ls \" + shlex.quote(name))\n" in doc["files"][0]["diff"]
    assert "+    os.system(\"ls \" + shlex.quote(name))" in call(project, "fix", words=["bad.py"], format=["text"])["content"][0]["text"]


def test_rules_and_explain(project):
    assert "sql-injection" in call(project, "rules")["content"][0]["text"]
    assert "command-injection" in call(project, "explain", words=["bad.py:9"])["content"][0]["text"]


@pytest.mark.parametrize("tool, arguments, said", [
    ("scan", {"words": ["nosuch.py"]}, "nosuch.py"), ("scan", {"profile": "loud"}, "'loud' is no value for profile"),
    ("scan", {"words": ["-"]}, "standard input is taken"), ("fix", {"write": True}, "takes no 'write' here"),
    ("fix", {"model": "openai:x"}, "takes no 'model' here"), ("fix", {"verify-cmd": "touch owned"}, "takes no 'verify-cmd' here"),
    ("scan", {"profile": {"a": 1}}, "no value for profile"), ("explain", {}, "takes"),
])
def test_faults_of_a_call(project, tool, arguments, said):
    r = call(project, tool, **arguments)
    assert r["isError"] is True and said in r["content"][0]["text"]


def test_the_users_own_settings_start_nothing(project):
    home = project / ".config" / "suture"
    home.mkdir(parents=True)
    (home / "config.toml").write_text('model = "command:touch asked"\nverify-cmd = "touch ran"\n')
    doc = json.loads(call(project, "fix", words=["bad.py"])["content"][0]["text"])
    assert doc["fixed"] == 1 and not (project / "asked").exists() and not (project / "ran").exists()


def test_what_is_no_request(project):
    _, out = talk(project, "not json", "[]", "{}", {"jsonrpc": "2.0", "id": 1, "method": "nosuch"},
                  {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "generate"}}, {"jsonrpc": "2.0", "id": 3, "method": "tools/call"}, "",
                  {"jsonrpc": "2.0", "id": 4, "method": "ping"})
    assert [o.get("error", {}).get("code") for o in out] == [-32700, -32600, -32600, -32601, -32602, -32602, None]

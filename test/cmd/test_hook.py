"""The hooks of coding agents: the event on standard input, findings on what was written, in each agent's own way of being told."""
import json
import shutil
import subprocess

import pytest
from program import BAD, CLEAN, GOOD, USAGE, suture

TWO = BAD + BAD.split("\n", 3)[3].replace('"/ls"', '"/rm"').replace("def ls", "def rm").replace("name", "path")


def claude(path, **tool_input):
    return json.dumps({"hook_event_name": "PostToolUse", "tool_name": "Edit", "cwd": str(path.parent),
                       "tool_input": {"file_path": str(path), **tool_input}}).encode()


def test_claude(tmp_path):
    (tmp_path / "bad.py").write_text(BAD)
    (tmp_path / "good.py").write_text(GOOD)
    r = suture("hook", "claude", stdin=claude(tmp_path / "bad.py"), cwd=tmp_path)
    assert r.code == 2 and r.out == "" and r.err.startswith(
        "suture found 1 weakness in what was written. Repair it before going on:\nbad.py:9: command-injection (CWE-78, critical): ")
    assert "subprocess" in r.err and "suture fix --write --select command-injection bad.py" in r.err
    for path in (tmp_path / "good.py", tmp_path / "note.md", tmp_path / "gone.py"):
        r = suture("hook", "claude", stdin=claude(path))
        assert (r.code, r.out, r.err) == (CLEAN, "", "")
    for text in (b"", b"[]", b"{}", b"not json", b'{"tool_input": 3}', b'{"tool_input": {"file_path": 7}}'):
        assert suture("hook", "claude", stdin=text).code == CLEAN


def lines(r):
    return [int(line.split(":")[1]) for line in r.err.splitlines() if line.startswith("bad.py:")]


def test_claude_hears_of_changed_lines_only(tmp_path):
    path = tmp_path / "bad.py"
    path.write_text(TWO)
    second = TWO.rindex("    path")
    for event, want in ((claude(path), [9, 16]), (claude(path, content=TWO), [9, 16]),
                        (claude(path, old_string="x", new_string=TWO[second:]), [16]),
                        (claude(path, edits=[{"old_string": "x", "new_string": TWO[second:]}]), [16]),
                        (claude(path, old_string="x", new_string='app = Flask(__name__)'), []),
                        (claude(path, old_string="x", new_string="this text was changed again"), [9, 16])):
        assert lines(suture("hook", "claude", stdin=event, cwd=tmp_path)) == want


def test_claude_own_record_of_the_edit(tmp_path):
    path = tmp_path / "bad.py"
    path.write_text(TWO)
    event = json.loads(claude(path, old_string="x", new_string='    return "done"'))
    event["tool_response"] = {"structuredPatch": [{"oldStart": 14, "oldLines": 3, "newStart": 14, "newLines": 4, "lines": [
        " def rm():", '+    path = request.args["dir"]', '     os.system("ls " + path)', "-    return 1", '     return "done"']}]}
    assert lines(suture("hook", "claude", stdin=json.dumps(event).encode(), cwd=tmp_path)) == [16]


def test_claude_hears_of_a_flow_through_a_changed_line(tmp_path):
    path = tmp_path / "bad.py"
    path.write_text(BAD)
    assert lines(suture("hook", "claude", stdin=claude(path, old_string="x", new_string='name = request.args["dir"]'), cwd=tmp_path)) == [9]


def test_claude_hears_what_was_not_analysed(tmp_path):
    (tmp_path / "bad.py").write_text("def f(:\n")
    r = suture("hook", "claude", stdin=claude(tmp_path / "bad.py"), cwd=tmp_path)
    assert r.code == 2 and r.err.startswith("bad.py:1: could not be analysed: does not parse")


def test_at_most_ten(tmp_path):
    body = "".join(f"\n\n@app.get('/{i}')\ndef f{i}():\n    os.system(request.args['x'])\n    return ''\n" for i in range(15))
    (tmp_path / "a.py").write_text("import os\nfrom flask import Flask, request\napp = Flask(__name__)\n" + body)
    r = suture("hook", "claude", stdin=claude(tmp_path / "a.py"))
    assert r.err.count("(CWE-78") == 10 and "… and 5 more" in r.err


def codex(cwd, patch):
    return json.dumps({"hook_event_name": "PostToolUse", "tool_name": "apply_patch", "cwd": str(cwd), "tool_input": {"command": patch}}).encode()


def test_codex(tmp_path):
    (tmp_path / "bad.py").write_text(TWO)
    add = "*** Begin Patch\n*** Add File: bad.py\n" + "".join("+" + line for line in TWO.splitlines(True)) + "*** End Patch\n"
    update = ('*** Begin Patch\n*** Update File: bad.py\n@@ def rm():\n-    path = ""\n+    path = request.args["dir"]\n'
              '+    os.system("ls " + path)\n+    return "done"\n*** End Patch\n')
    for patch, said in ((add, 2), (update, 1), (add.replace("bad.py", "note.md"), 0)):
        r = suture("hook", "codex", stdin=codex(tmp_path, patch), cwd=tmp_path)
        assert r.code == CLEAN and r.err == "" and r.out.count("\n") == 1
        assert r.json == {} if not said else r.json["decision"] == "block" and r.json["reason"].count("(CWE-78") == said
    assert suture("hook", "codex", stdin=b"{}").json == {}


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_cursor(tmp_path):
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / "good.py").write_text(GOOD)
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@t"]
    subprocess.run([*git, "add", "."], cwd=tmp_path, check=True)
    subprocess.run([*git, "commit", "-qm", "one"], cwd=tmp_path, check=True)
    stop = {"hook_event_name": "stop", "status": "completed", "loop_count": 0}
    assert suture("hook", "cursor", stdin=json.dumps(stop).encode(), cwd=tmp_path).json == {}
    (tmp_path / "bad.py").write_text(BAD)
    r = suture("hook", "cursor", stdin=json.dumps(stop).encode(), cwd=tmp_path)
    assert r.code == CLEAN and "bad.py:9: command-injection" in r.json["followup_message"]
    assert suture("hook", "cursor", stdin=json.dumps({**stop, "loop_count": 3}).encode(), cwd=tmp_path).json == {}
    edit = {"hook_event_name": "afterFileEdit", "file_path": str(tmp_path / "bad.py"), "edits": [{"old_string": "", "new_string": BAD}]}
    assert "bad.py:9" in suture("hook", "cursor", stdin=json.dumps(edit).encode(), cwd=tmp_path).json["followup_message"]


def test_no_such_agent():
    r = suture("hook", "copilot")
    assert r.code == USAGE and r.err == "suture: there is a hook for claude, codex and cursor, not for 'copilot'\n"

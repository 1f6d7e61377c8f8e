"""`suture lsp`: the Language Server Protocol, as an editor speaks it."""
import json
import os
import shutil
import time

import pytest
from editor import FULL, SLOW, Editor, apply, span, uri
from program import BAD, GOOD, ROOT, suture

SAFE = BAD.replace('"ls " + name', '"ls " + shlex.quote(name)').replace("import os\n", "import os\nimport shlex\n")
ZERO = span(0, 0, 0, 0)


@pytest.fixture
def home(tmp_path):
    return tmp_path


@pytest.fixture
def root(home):
    (home / "work").mkdir()
    return home / "work"


@pytest.fixture
def editor(home):
    e = Editor(home)
    yield e
    e.process.kill()
    e.process.wait()


def codes(p):
    return [d["code"] for d in p["diagnostics"]]


# ---- beginning and end

def test_hello_and_goodbye(editor, root):
    (root / "bad.py").write_text(BAD)
    got = editor.start(root)
    assert got["serverInfo"]["name"] == "suture" and got["capabilities"]["positionEncoding"] == "utf-8"
    assert got["capabilities"]["textDocumentSync"] == {"openClose": True, "change": 2, "save": {"includeText": False}}
    watch = editor.message(lambda m: m.get("method") == "client/registerCapability")
    assert watch["params"]["registrations"][0]["method"] == "workspace/didChangeWatchedFiles"
    editor.send(id=watch["id"], result=None)
    assert codes(editor.published(root / "bad.py")) == ["command-injection"]
    editor.end()


def test_exit_without_shutdown_is_1(editor):
    editor.start()
    editor.tell("exit")
    assert editor.process.wait(10) == 1


def test_exit_before_initialize_is_1(editor):
    editor.tell("exit")
    assert editor.process.wait(10) == 1


def test_the_end_of_input_is_an_end(editor):
    editor.start()
    editor.process.stdin.close()
    assert editor.process.wait(10) == 1


def test_the_end_of_input_after_shutdown(editor):
    editor.start()
    editor.call("shutdown")
    editor.process.stdin.close()
    assert editor.process.wait(10) == 1                 # exit never came


def test_waiting_costs_nothing(editor, root):
    """Neither idle nor after shutdown, with work that was due."""
    def cpu():
        fields = open(f"/proc/{editor.process.pid}/stat").read().split()
        return int(fields[13]) + int(fields[14])
    editor.start(root)
    editor.open(root / "a.py", BAD)
    editor.published(root / "a.py", version=1)
    before = cpu()
    time.sleep(0.5)
    assert cpu() - before <= 5
    editor.change(root / "a.py", 2, GOOD)
    editor.call("shutdown")
    time.sleep(0.3)
    before = cpu()
    time.sleep(0.5)
    assert cpu() - before <= 5
    editor.tell("exit")
    assert editor.process.wait(10) == 0


def test_what_is_refused(editor, root):
    assert editor.call("textDocument/hover", {})["code"] == -32002
    editor.tell("textDocument/didOpen", {"textDocument": {"uri": "file:///x.py", "languageId": "python", "version": 1, "text": BAD}})
    assert editor.call("shutdown")["code"] == -32002
    editor.start(root)
    assert editor.call("initialize", {"capabilities": {}})["code"] == -32600
    assert editor.call("textDocument/definition", {})["code"] == -32601
    assert editor.call("textDocument/didOpen", {})["code"] == -32601
    assert editor.call("textDocument/hover", {})["code"] == -32602
    assert editor.call("textDocument/codeAction", {"textDocument": {"uri": "file:///none.py"}})["code"] == -32602
    editor.tell("textDocument/nothing")
    editor.tell("$/setTrace", {"value": "verbose"})
    editor.tell("$/progress", {"token": 1, "value": 2})
    assert editor.call("textDocument/hover", {"textDocument": {"uri": "file:///none.py"}, "position": ZERO["start"]}) is None
    assert editor.call("shutdown") is None
    assert editor.call("textDocument/hover", {})["code"] == -32600
    editor.tell("exit")
    assert editor.process.wait(10) == 0


def test_what_is_no_request(editor):
    editor.start()
    for body, code in ((b"{", -32700), (b"[]", -32600), (b"3", -32600), (b"{}", -32600), (b'{"jsonrpc":"2.0","id":[],"method":"shutdown"}', -32600),
                       (b'{"jsonrpc":"2.0","id":1.5,"method":"shutdown"}', -32600), (b'"\xff"', -32700), (b"[" * 5000, -32700), (b"", -32700)):
        editor.raw(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        m = editor.message(lambda m: "error" in m)
        assert m["error"]["code"] == code and m["id"] is None, body
    editor.send(id="text", method="shutdown")
    assert editor.message(lambda m: m.get("id") == "text")["result"] is None
    editor.tell("exit")
    assert editor.process.wait(10) == 0


def test_frames(editor):
    editor.start()
    ask = json.dumps({"jsonrpc": "2.0", "id": 77, "method": "textDocument/none"}).encode()
    for head in (b"Content-Length:%d\r\n\r\n", b"content-LENGTH:   %d  \r\n\r\n", b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: %d\r\n\r\n",
                 b"Content-Length: %d\n\n", b"\r\n\r\nContent-Length: %d\r\n\r\n"):
        editor.raw(head % len(ask) + ask)
        assert editor.message(lambda m: m.get("id") == 77)["error"]["code"] == -32601
    for bad in (b"Content-Length: x\r\n\r\n", b"Content-Length: -5\r\n\r\n", b"Content-Length: 99999999999999999999\r\n\r\n", b"nonsense\r\n\r\n", b"a" * 5000 + b"\r\n\r\n",
                b"a\n" * 100 + b"\n"):
        editor.raw(bad)
        assert "Content-Length" in editor.message(lambda m: m.get("method") == "window/logMessage")["params"]["message"]
    editor.raw(b"Content-Length: 70000000\r\n\r\n" + b" " * 70000000)
    editor.message(lambda m: "too large" in m.get("params", {}).get("message", ""))
    editor.end()


def test_stdio_is_said_by_some(home):
    e = Editor(home, arguments=("lsp", "--stdio"))
    e.start()
    e.end()


# ---- diagnostics

def test_one_finding_in_full(editor, root):
    (root / "bad.py").write_text(BAD)
    editor.start(root)
    editor.open(root / "bad.py", version=4)
    p = editor.published(root / "bad.py", version=4)
    d, = p["diagnostics"]
    assert (d["code"], d["source"], d["severity"], d["range"]) == ("command-injection", "suture", 1, span(8, 4, 8, 27))
    assert d["codeDescription"]["href"].startswith("https://") and "os.system" in d["message"]
    steps = d["relatedInformation"]
    assert steps[0]["location"] == {"uri": uri(root / "bad.py"), "range": span(7, 11, 7, 23)} and len(steps) >= 2
    editor.end()


def test_a_client_of_few_abilities(editor, root):
    (root / "bad.py").write_text(BAD)
    assert editor.start(root, can={})["capabilities"]["positionEncoding"] == "utf-16"
    d, = editor.published(root / "bad.py")["diagnostics"]
    assert "codeDescription" not in d and "relatedInformation" not in d and "tags" not in d
    editor.open(root / "bad.py")
    fix, *_ = editor.actions(root / "bad.py", d["range"], ["quickfix"])
    assert apply(BAD, fix["edit"]["changes"][uri(root / "bad.py")]) == SAFE
    h = editor.call("textDocument/hover", {"textDocument": {"uri": uri(root / "bad.py")}, "position": d["range"]["start"]})
    assert h["contents"]["kind"] == "plaintext" and "**" not in h["contents"]["value"]
    assert not any(m.get("method") == "client/registerCapability" for m in editor.seen)
    editor.end()


def test_the_same_as_a_scan(editor, root):
    shutil.copytree("examples/notes", root / "notes")
    doc = suture("scan", "--format", "json", ".", cwd=root).json
    editor.start(root)
    for name in ("app.py", "store.py"):
        got = [(d["range"]["start"]["line"] + 1, d["code"]) for d in editor.published(root / "notes" / name)["diagnostics"]]
        assert got == [(f["line"], f["rule"]) for f in doc["findings"] if f["path"] == f"notes/{name}"]
    editor.end()


def test_severities_and_tags(editor, root):
    text = "import hashlib, os\nfrom flask import Flask\napp = Flask(__name__)\napp.run(debug=True)\nx = 1  # suture: ignore[xss] no\n"
    editor.start(root, options={"profile": "audit"})
    editor.open(root / "a.py", text)
    got = {d["code"]: d for d in editor.published(root / "a.py")["diagnostics"]}
    assert got["debug-mode"]["severity"] == 2
    unused = [d for d in got.values() if d.get("tags") == [1]]
    assert len(unused) == 1 and unused[0]["range"]["start"]["line"] == 4
    editor.end()


def test_typing(editor, root):
    editor.start(root)
    editor.open(root / "new.py", "")
    assert codes(editor.published(root / "new.py", version=1)) == []
    editor.change(root / "new.py", 2, BAD)
    assert codes(editor.published(root / "new.py", version=2)) == ["command-injection"]
    editor.change(root / "new.py", 3, (8, 14, 8, 26, '"ls"'))
    assert codes(editor.published(root / "new.py", version=3)) == []
    editor.change(root / "new.py", 4, (8, 14, 8, 18, "na"), (8, 16, 8, 16, "me"), (0, 0, 0, 0, "# one\n# two\n"))
    d, = editor.published(root / "new.py", version=4)["diagnostics"]
    assert d["range"]["start"]["line"] == 10
    editor.close(root / "new.py")
    assert codes(editor.published(root / "new.py")) == []          # there is no such file
    editor.end()


def test_a_change_that_is_taken_back(editor, root):
    """What was found in the editor's text is no finding of the file, though the file is as it was, and has been for long."""
    (root / "a.py").write_text(GOOD)
    os.utime(root / "a.py", (1_500_000_000, 1_500_000_000))
    editor.start(root)
    editor.open(root / "a.py")
    editor.published(root / "a.py", version=1)
    editor.change(root / "a.py", 2, BAD)
    assert codes(editor.published(root / "a.py", version=2)) == ["command-injection"]
    editor.change(root / "a.py", 3, GOOD)
    assert codes(editor.published(root / "a.py", version=3)) == []
    editor.end()


def test_a_burst_is_one_scan(editor, root):
    editor.start(root)
    editor.open(root / "new.py", BAD)
    editor.published(root / "new.py", version=1)
    for n in range(2, 60):
        editor.change(root / "new.py", n, (0, 0, 0, 0, "#\n"))
    p = editor.published(root / "new.py")
    assert p["version"] == 59 and p["diagnostics"][0]["range"]["start"]["line"] == 8 + 58
    assert [m for m in editor.quiet(0.5) if "Diagnostics" in m.get("method", "")] == []
    editor.end()


def test_no_result_of_an_older_text(editor, root):
    """While a scan runs, changes come in: what is published is always of the newest version that was sent before."""
    for n in range(120):
        (root / f"m{n}.py").write_text(BAD.replace("def ls", f"def ls{n}"))
    editor.start(root)
    editor.open(root / "m0.py")
    sent = 1
    for n in range(2, 30):
        time.sleep(0.03 if n % 3 else 0.15)
        editor.change(root / "m0.py", n, (0, 0, 0, 0, "#\n"))
        sent = n
    p = editor.published(root / "m0.py", version=sent)
    assert p["diagnostics"][0]["range"]["start"]["line"] == 8 + sent - 1
    for m in editor.seen:
        q = m.get("params", {})
        if m.get("method", "").endswith("publishDiagnostics") and q["uri"] == uri(root / "m0.py") and q["diagnostics"] and "version" in q:
            assert q["diagnostics"][0]["range"]["start"]["line"] == 8 + q["version"] - 1
    editor.end()


def test_a_neighbour(editor, root):
    """A finding in a saved file that comes and goes with the text of another, which is not saved."""
    (root / "helper.py").write_text("def run(x):\n    return x\n")
    (root / "app.py").write_text("from flask import Flask, request\nfrom helper import run\napp = Flask(__name__)\n\n@app.get('/')\ndef f():\n    run(request.args['x'])\n    return ''\n")
    editor.start(root)
    editor.open(root / "helper.py")
    assert codes(editor.published(root / "helper.py")) == []
    editor.change(root / "helper.py", 2, "import os\ndef run(x):\n    os.system(x)\n")
    d, = editor.published(root / "helper.py", version=2)["diagnostics"]
    assert d["relatedInformation"][0]["location"]["uri"] == uri(root / "app.py")
    editor.change(root / "helper.py", 3, "def run(x):\n    return x\n")
    assert codes(editor.published(root / "helper.py", version=3)) == []
    (root / "app.py").write_text("import os\nfrom flask import Flask, request\nfrom helper import run\napp = Flask(__name__)\n\n@app.get('/')\ndef f():\n    os.system(run('x'))\n    return ''\n")
    editor.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri(root / "app.py"), "type": 2}]})
    editor.change(root / "helper.py", 4, "from flask import request\ndef run(x):\n    return request.args[x]\n")
    assert codes(editor.published(root / "app.py", rules=["command-injection"])) == ["command-injection"]
    editor.change(root / "helper.py", 5, "def run(x):\n    return x\n")
    assert codes(editor.published(root / "app.py", rules=[])) == []
    editor.close(root / "helper.py")
    editor.end()


def test_broken_text_erases_nothing(editor, root):
    (root / "bad.py").write_text(BAD)
    editor.start(root)
    editor.open(root / "bad.py")
    editor.published(root / "bad.py", version=1)
    editor.change(root / "bad.py", 2, (7, 0, 7, 0, "    x = [\n"), (9, 4, 9, 4, "(("))
    p = editor.published(root / "bad.py", version=2)
    assert "not-analysed" in codes(p)
    held, = [d for d in p["diagnostics"] if d["code"] == "command-injection"]
    assert held["range"]["start"]["line"] == 9 and "found before" in held["message"]
    said, = [d for d in p["diagnostics"] if d["code"] == "not-analysed"]
    assert said["severity"] == 2 and "means nothing" in said["message"]
    editor.change(root / "bad.py", 3, (0, 0, 0, 0, "\n\n"))
    p = editor.published(root / "bad.py", version=3)
    held, = [d for d in p["diagnostics"] if d["code"] == "command-injection"]
    assert held["range"]["start"]["line"] == 11 and held["message"].count("found before") == 1
    assert editor.actions(root / "bad.py", held["range"]) == []
    editor.change(root / "bad.py", 4, SAFE)
    assert codes(editor.published(root / "bad.py", version=4)) == []
    editor.end()


def test_what_rests_on_a_broken_file_stays_too(editor, root):
    (root / "give.py").write_text("from flask import request\ndef give():\n    return request.args['x']\n")
    (root / "app.py").write_text("import os\nfrom flask import Flask\nfrom give import give\napp = Flask(__name__)\n\n@app.get('/')\ndef f():\n    os.system(give())\n    return ''\n")
    editor.start(root)
    assert codes(editor.published(root / "app.py")) == ["command-injection"]
    editor.open(root / "give.py")
    editor.change(root / "give.py", 2, "from flask import request\ndef give(:\n")
    assert codes(editor.published(root / "give.py", version=2)) == ["not-analysed"]
    editor.quiet(0.3)
    assert codes(editor.diags[uri(root / "app.py")]) == ["command-injection"]
    editor.change(root / "give.py", 3, "def give():\n    return 'x'\n")
    assert codes(editor.published(root / "app.py", rules=[])) == []
    editor.end()


def test_show_open_files_only(editor, root):
    (root / "bad.py").write_text(BAD)
    (root / "worse.py").write_text(BAD)
    editor.start(root, options={"show": "open"})
    editor.open(root / "bad.py")
    assert codes(editor.published(root / "bad.py", version=1)) == ["command-injection"]
    editor.quiet(0.3)
    assert uri(root / "worse.py") not in editor.diags
    editor.open(root / "worse.py")
    assert codes(editor.published(root / "worse.py", version=1)) == ["command-injection"]
    editor.close(root / "worse.py")
    assert codes(editor.published(root / "worse.py")) == []
    editor.end()


# ---- what a place is

@pytest.mark.parametrize("units", ["utf-8", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_columns(editor, root, units, end):
    """Astral letters, tabs and line ends: ranges of findings, positions of changes and edits of fixes agree."""
    can = {**FULL, "general": {"positionEncodings": [units]}}
    text = BAD.replace('    os.system("ls " + name)', '\tt = "𝒳é漢"; os.system("ls 𝒳" + name)').replace("    ", "\t").replace("\n", end)
    assert editor.start(root, can=can)["capabilities"]["positionEncoding"] == units
    editor.open(root / "a.py", text)
    d, = editor.published(root / "a.py", version=1)["diagnostics"]
    row = text.split(end)[8]
    at = len((row[:row.index("os.system")]).encode("utf-8" if units == "utf-8" else "utf-16-le")) // (1 if units == "utf-8" else 2)
    assert d["range"]["start"] == {"line": 8, "character": at}
    fix = editor.actions(root / "a.py", d["range"], ["quickfix"])[0]
    if end != "\r":                                                # a whole-file edit there
        made = apply(text, fix["edit"]["documentChanges"][0]["edits"], units)
        assert 'os.system("ls 𝒳" + shlex.quote(name))' in made and made.count("\r") == text.count("\r") + ("\r" in end)
    editor.change(root / "a.py", 2, (8, 0, 8, at, "\t"))
    d, = editor.published(root / "a.py", version=2)["diagnostics"]
    assert d["range"]["start"] == {"line": 8, "character": 1}
    editor.end()


def test_odd_places(editor, root):
    """Past the end of a line or of the text, in the middle of a pair, backwards, negative: the nearest place there is."""
    editor.start(root, can={})
    editor.open(root / "a.py", "x = '𝒳'\ny = 1\n")
    editor.change(root / "a.py", 2, (0, 6, 0, 6, "a"), (1, 900, 1, 1000, "2"), (50, 3, 99, 9, BAD), (3, 5, 2, 0, ""), (-3, -1, -1, 0, "# top\n"))
    d, = editor.published(root / "a.py", version=2)["diagnostics"]
    assert d["range"]["start"]["line"] == 2 + 1 + 8
    for position in ({"line": 9999, "character": 9}, {"line": -1, "character": -1}, {"line": "x"}, {"line": 2**62, "character": 2**62}, {}):
        assert editor.call("textDocument/hover", {"textDocument": {"uri": uri(root / "a.py")}, "position": position}) is None
    editor.end()


def test_byte_order_mark(editor, root):
    (root / "bom.py").write_bytes(b"\xef\xbb\xbf" + BAD.encode())
    line = "import os, sys; os.system(sys.argv[1])\n"
    editor.start(root, can={})
    assert editor.published(root / "bom.py")["diagnostics"][0]["range"]["start"] == {"line": 8, "character": 4}
    editor.open(root / "bom.py", BAD)
    d = editor.published(root / "bom.py", version=1)["diagnostics"][0]
    edits = editor.actions(root / "bom.py", d["range"])[0]["edit"]["changes"][uri(root / "bom.py")]
    assert apply(BAD, edits) == SAFE
    editor.open(root / "mark.py", "\ufeff" + line)
    d = editor.published(root / "mark.py", version=1)["diagnostics"][0]
    assert d["range"]["start"] == {"line": 0, "character": 17}
    editor.open(root / "both.py", "\ufeff" + BAD)
    d = editor.published(root / "both.py", version=1)["diagnostics"][0]
    edits = editor.actions(root / "both.py", d["range"])[0]["edit"]["changes"][uri(root / "both.py")]
    assert apply("\ufeff" + BAD, edits, "utf-16") == "\ufeff" + SAFE
    editor.end()


def test_other_encodings(editor, root):
    text = "# -*- coding: latin-1 -*-\n" + BAD.replace('    os.system("ls "', '    t = "éé"; os.system("ls é"')
    (root / "old.py").write_bytes(text.encode("latin-1"))
    editor.start(root, can={})
    before = editor.published(root / "old.py")["diagnostics"]
    assert before[0]["range"]["start"] == {"line": 9, "character": 14}
    editor.open(root / "old.py", text)
    after = editor.published(root / "old.py", version=1)["diagnostics"]
    assert [d["range"] for d in after] == [d["range"] for d in before]
    edits = editor.actions(root / "old.py", after[0]["range"])[0]["edit"]["changes"][uri(root / "old.py")]
    assert 'os.system("ls é" + shlex.quote(name))' in apply(text, edits, "utf-16") and "# -*- coding: latin-1 -*-" in apply(text, edits, "utf-16")
    editor.end()


@pytest.mark.parametrize("first, end", [("x = 1", "\n"), ("x = 1", "\r\n"), ("# -*- coding: utf-8 -*-", "\n")])
def test_code_that_speaks_of_an_encoding(editor, root, first, end):
    """In the second line it is no cookie, and a fix leaves it as it is."""
    text = end.join((first, 'import sys, yaml; d = yaml.load(open(sys.argv[1], encoding="utf-8").read(), Loader=yaml.Loader)', ""))
    editor.start(root)
    editor.open(root / "a.py", text)
    d, = [d for d in editor.published(root / "a.py", version=1)["diagnostics"] if d["code"] == "unsafe-deserialization"]
    fix = editor.actions(root / "a.py", d["range"], ["quickfix"])[0]
    assert apply(text, fix["edit"]["documentChanges"][0]["edits"]) == text.replace("yaml.Loader", "yaml.SafeLoader")
    editor.end()


def test_very_many_places_at_once(editor, root):
    """As when a name is replaced in all of a long file."""
    text = "".join(f"foo_{n} = 'some text, so that the line is long enough for a file of near a million bytes'\n" for n in range(10000))
    editor.start(root)
    editor.open(root / "a.py", text)
    editor.published(root / "a.py", version=1)
    began = time.time()
    editor.change(root / "a.py", 2, *[(n, 0, n, 3, "barr") for n in range(9999, -1, -1)], (10000, 0, 10000, 0, BAD))
    d, = editor.published(root / "a.py", version=2)["diagnostics"]
    assert d["range"]["start"]["line"] == 10008 and time.time() - began < SLOW / 2
    editor.end()


def test_half_a_pair_and_a_zero(editor, root):
    editor.start(root)
    body = json.dumps({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": {
        "uri": uri(root / "a.py"), "languageId": "python", "version": 1, "text": "x = 'HALF'\ny = '\\\\ud83d'\n" + BAD}}})
    body = body.replace("HALF", "\\ud83d \\ude00 \\ud83d\\ude00").encode()
    editor.raw(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    d, = editor.published(root / "a.py", version=1)["diagnostics"]
    assert d["range"]["start"]["line"] == 10
    editor.open(root / "b.py", "x = '\0'\n" + BAD)
    assert "not-analysed" in codes(editor.published(root / "b.py", version=1))
    editor.end()


def test_addresses(editor, home):
    root = home / "a b#c%20é?"
    root.mkdir()
    (root / "bäd 1.py").write_text(BAD)
    editor.start(root)
    assert codes(editor.published(root / "bäd 1.py")) == ["command-injection"]
    where = uri(root / "bäd 1.py").replace("%20", "%20").replace("file:///", "file://localhost/")
    editor.tell("textDocument/didOpen", {"textDocument": {"uri": where, "languageId": "python", "version": 3, "text": SAFE}})
    assert codes(editor.published(where, version=3)) == []
    editor.end()


def test_untitled(editor, root):
    editor.start(root)
    editor.open("untitled:Untitled-1", BAD)
    d, = editor.published("untitled:Untitled-1", version=1)["diagnostics"]
    assert d["relatedInformation"][0]["location"]["uri"] == "untitled:Untitled-1"
    fix = editor.actions("untitled:Untitled-1", d["range"], ["quickfix"])[0]
    assert apply(BAD, fix["edit"]["documentChanges"][0]["edits"]) == SAFE
    editor.close("untitled:Untitled-1")
    assert codes(editor.published("untitled:Untitled-1")) == []
    editor.end()


def test_a_file_without_a_folder(editor, home):
    """Outside of all folders, and with none open, a file is judged alone."""
    (home / "bad.py").write_text(BAD)
    (home / "other.py").write_text(BAD)
    editor.start()
    editor.open(home / "bad.py")
    d, = editor.published(home / "bad.py", version=1)["diagnostics"]
    titles = [a["title"] for a in editor.actions(home / "bad.py", d["range"])]
    assert titles[0].startswith("Fix command-injection: ") and titles[1:] == ["Ignore command-injection here", "suture: apply all safe fixes"]
    editor.change(home / "bad.py", 2, SAFE)
    assert codes(editor.published(home / "bad.py", version=2)) == []
    editor.open(home / "script", BAD)
    assert codes(editor.published(home / "script", version=1)) == ["command-injection"]
    editor.open(home / "notes.txt", BAD, language="plaintext")
    editor.quiet(0.3)
    assert uri(home / "other.py") not in editor.diags and uri(home / "notes.txt") not in editor.diags
    editor.end()


def test_several_folders(editor, home):
    for name in ("one", "two", "one/inner"):
        (home / name).mkdir()
        (home / name / "bad.py").write_text(BAD)
    editor.start(home / "one", home / "two", home / "one/inner")
    for name in ("one", "two", "one/inner"):
        editor.published(home / name / "bad.py", rules=["command-injection"])
    assert sum(m.get("params", {}).get("uri") == uri(home / "one/inner/bad.py") for m in editor.seen) == 1
    folder = {"uri": uri(home / "two"), "name": "two"}
    editor.tell("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": [folder]}})
    assert codes(editor.published(home / "two" / "bad.py")) == []
    editor.tell("workspace/didChangeWorkspaceFolders", {"event": {"added": [folder], "removed": []}})
    assert codes(editor.published(home / "two" / "bad.py")) == ["command-injection"]
    editor.end()


def test_an_inner_folder_that_comes_speaks_of_its_files(editor, root):
    """Though it is scanned before the outer one, in which somebody types."""
    (root / "inner").mkdir()
    for name in ("bad.py", "inner/bad.py"):
        (root / name).write_text(BAD)
    editor.start(root)
    editor.open(root / "bad.py")
    editor.published(root / "inner" / "bad.py")
    editor.quiet(0.5)
    editor.tell("workspace/didChangeWorkspaceFolders", {"event": {"added": [{"uri": uri(root / "inner"), "name": "i"}], "removed": []}})
    editor.quiet(0.03)
    editor.change(root / "bad.py", 2, "#\n" + BAD)
    editor.published(root / "bad.py", version=2)
    editor.quiet(0.5)
    told = [m["params"] for m in editor.seen if m.get("params", {}).get("uri") == uri(root / "inner" / "bad.py")]
    assert codes(told[-1]) == ["command-injection"]
    editor.end()


def test_a_file_of_an_inner_folder_that_changes_on_disk(editor, root):
    """The outer folder's code calls it."""
    (root / "inner").mkdir()
    (root / "inner" / "give.py").write_text("def give():\n    return 'x'\n")
    (root / "app.py").write_text("import os\nfrom inner.give import give\nos.system(give())\n")
    editor.start(root, root / "inner")
    editor.open(root / "app.py")
    assert codes(editor.published(root / "app.py", version=1)) == []
    (root / "inner" / "give.py").write_text("from flask import request\ndef give():\n    return request.args['x']\n")
    editor.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri(root / "inner" / "give.py"), "type": 2}]})
    editor.published(root / "app.py", rules=["command-injection"])
    editor.end()


def test_folders_that_come_and_go_around_a_file(editor, home, root):
    (root / "bad.py").write_text(BAD)
    (root / "worse.py").write_text(BAD)
    editor.start()
    editor.open(root / "bad.py")
    editor.published(root / "bad.py", version=1)
    folder = {"uri": uri(root), "name": "work"}
    editor.tell("workspace/didChangeWorkspaceFolders", {"event": {"added": [folder], "removed": []}})
    editor.published(root / "worse.py", rules=["command-injection"])
    editor.quiet(0.3)
    assert codes(editor.diags[uri(root / "bad.py")]) == ["command-injection"]
    editor.tell("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": [folder]}})
    editor.published(root / "bad.py", rules=["command-injection"])
    assert codes(editor.diags[uri(root / "worse.py")]) == []
    editor.change(root / "bad.py", 2, SAFE)
    assert codes(editor.published(root / "bad.py", version=2)) == []
    editor.end()


def test_a_home_is_no_project(editor, home):
    (home / "bad.py").write_text(BAD)
    (home / "worse.py").write_text(BAD)
    editor.start(home)
    editor.open(home / "bad.py")
    assert codes(editor.published(home / "bad.py", version=1)) == ["command-injection"]
    assert "is not scanned as a whole" in [m for m in editor.seen if m.get("method") == "window/logMessage"][0]["params"]["message"]
    editor.quiet(0.3)
    assert uri(home / "worse.py") not in editor.diags
    editor.end()


def test_root_uri_and_root_path(home, root):
    (root / "bad.py").write_text(BAD)
    for given in ({"rootUri": uri(root)}, {"rootPath": str(root)}):
        e = Editor(home)
        e.start(**given)
        assert codes(e.published(root / "bad.py")) == ["command-injection"]
        e.end()


# ---- actions

def test_fixes(editor, root):
    (root / "bad.py").write_text(BAD)
    editor.start(root)
    editor.open(root / "bad.py", version=7)
    d, = editor.published(root / "bad.py", version=7)["diagnostics"]
    fix, ignore, whole = editor.actions(root / "bad.py", d["range"])
    assert (fix["kind"], fix["isPreferred"], fix["diagnostics"][0]["code"]) == ("quickfix", True, "command-injection")
    change, = fix["edit"]["documentChanges"]
    assert change["textDocument"] == {"uri": uri(root / "bad.py"), "version": 7} and apply(BAD, change["edits"]) == SAFE
    assert ignore["title"] == "Ignore command-injection here" and "isPreferred" not in ignore
    hidden = apply(BAD, ignore["edit"]["documentChanges"][0]["edits"])
    assert "# suture: ignore[command-injection]\n" in hidden
    assert whole["kind"] == "source.fixAll.suture" and apply(BAD, whole["edit"]["documentChanges"][0]["edits"]) == SAFE
    assert (root / "bad.py").read_text() == BAD
    editor.change(root / "bad.py", 8, hidden)
    assert codes(editor.published(root / "bad.py", version=8)) == []
    editor.end()


def test_a_fix_of_one_of_its_like(editor, root):
    """It repairs the one that it stands at, though the next takes over its name."""
    text = BAD.replace('    os.system("ls " + name)\n', '    os.system("ls " + name)\n' * 3)
    editor.start(root)
    editor.open(root / "a.py", text)
    all = editor.published(root / "a.py", version=1)["diagnostics"]
    for d in all:
        made = apply(text, editor.actions(root / "a.py", d["range"], ["quickfix"])[0]["edit"]["documentChanges"][0]["edits"])
        assert [n for n, row in enumerate(made.splitlines()) if "shlex.quote" in row] == [d["range"]["start"]["line"] + 1]
    assert len(all) == 3
    editor.end()


def test_fixes_by_kind_and_range(editor, root):
    (root / "bad.py").write_text(BAD)
    editor.start(root)
    editor.open(root / "bad.py")
    editor.published(root / "bad.py", version=1)
    everything = span(0, 0, 99, 0)
    kinds = {k: [a["kind"] for a in editor.actions(root / "bad.py", everything, [k])]
             for k in ("quickfix", "source", "source.fixAll", "source.fixAll.suture", "source.fixAll.ruff", "source.organizeImports", "refactor", "quick", "")}
    assert kinds == {"quickfix": ["quickfix"] * 2, "source": ["source.fixAll.suture"], "source.fixAll": ["source.fixAll.suture"],
                     "source.fixAll.suture": ["source.fixAll.suture"], "source.fixAll.ruff": [], "source.organizeImports": [], "refactor": [], "quick": [],
                     "": ["quickfix", "quickfix", "source.fixAll.suture"]}
    assert editor.actions(root / "bad.py", span(0, 0, 1, 0), ["quickfix"]) == []
    d, = editor.diags[uri(root / "bad.py")]["diagnostics"]
    at = {"textDocument": {"uri": uri(root / "bad.py")}, "range": span(8, 0, 8, 0), "context": {"diagnostics": [{k: d[k] for k in ("range", "code", "message")}]}}
    assert len(editor.call("textDocument/codeAction", at)) == 3       # as some ask: at the cursor, with the line's findings
    editor.end()


def test_fixes_of_the_review_tier(editor, root):
    shutil.copytree("examples/notes", root / "notes")
    app = root / "notes" / "app.py"
    editor.start(root)
    editor.open(app)
    p = editor.published(app, version=1)
    d, = [d for d in p["diagnostics"] if d["code"] == "open-redirect"]
    fix = editor.actions(app, d["range"], ["quickfix"])[0]
    assert fix["title"].startswith("Fix open-redirect (to be reviewed): ") and "isPreferred" not in fix
    whole, = editor.actions(app, d["range"], ["source.fixAll"])
    made = apply(app.read_text(), whole["edit"]["documentChanges"][0]["edits"])
    assert 'return redirect(request.args["to"])' in made and "SafeLoader" in made
    editor.change(app, 2, made)
    left = codes(editor.published(app, version=2))
    assert left == ["open-redirect"]
    editor.end()


PROJECTS = sorted((ROOT / "test" / "fix" / "projects").glob("*.txt"))


def project_of(path):
    """(rule, files before, those that change) of a project that `suture fix` is tested by."""
    def files(text):
        return {part.partition("\n")[0].strip(): part.partition("\n")[2].rstrip("\n") + "\n" for part in ("\n" + text).split("\n=== ")[1:]}
    head, rest = path.read_text().split("\n", 1)
    before, after = rest.split("\n\n--- becomes\n")
    return head.split()[2], files(before), files(after)


@pytest.mark.parametrize("path", PROJECTS, ids=[p.stem for p in PROJECTS])
def test_a_fix_of_several_files(home, root, path):
    """What `suture fix` makes of a project is one action: in files that are open, with their version, and in those that are not."""
    editor = Editor(home, arguments=("lsp", "--no-config"))           # as these projects are tested
    rule, before, after = project_of(path)
    for name, text in before.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    editor.start(root, options={"profile": "audit"})                  # a lone file's findings too, as `suture fix` repairs them
    editor.message(lambda m: any(d["code"] == rule for d in m.get("params", {}).get("diagnostics", [])))
    where = next(u for u, p in editor.diags.items() if rule in codes(p))
    name = where.removeprefix(uri(root) + "/")
    editor.open(root / name, version=5)
    d = next(d for d in editor.published(root / name, version=5)["diagnostics"] if d["code"] == rule)
    fix = editor.actions(root / name, d["range"], ["quickfix"])[0]
    made = dict(before)
    for change in fix["edit"]["documentChanges"]:
        file = change["textDocument"]["uri"].removeprefix(uri(root) + "/")
        assert change["textDocument"]["version"] == (5 if file == name else None)
        made[file] = apply(before[file], change["edits"])
    alone = sum(codes(p).count(rule) for p in editor.diags.values()) == 1
    assert made == {**before, **after} if alone else made != before   # of several findings one is repaired, in its own way
    for one in editor.actions(root / name, d["range"], ["source.fixAll"]):
        assert [c["textDocument"]["uri"] for c in one["edit"]["documentChanges"]] == [where]
    editor.end()


def test_fixes_of_unsaved_text(editor, root):
    """What is repaired is the editor's text, with the other editor's texts in view; the files stay as they are."""
    (root / "app.py").write_text(GOOD)
    editor.start(root)
    editor.open(root / "app.py")
    editor.change(root / "app.py", 2, BAD)
    d, = editor.published(root / "app.py", version=2)["diagnostics"]
    number = editor.ask("textDocument/codeAction", {"textDocument": {"uri": uri(root / "app.py")}, "range": d["range"], "context": {"diagnostics": []}})
    assert apply(BAD, editor.answer(number)[0]["edit"]["documentChanges"][0]["edits"]) == SAFE
    editor.change(root / "app.py", 3, "\n" + BAD)
    p = editor.published(root / "app.py", version=3)
    fix = editor.actions(root / "app.py", p["diagnostics"][0]["range"])[0]
    assert fix["edit"]["documentChanges"][0]["textDocument"]["version"] == 3
    assert apply("\n" + BAD, fix["edit"]["documentChanges"][0]["edits"]) == "\n" + SAFE
    assert (root / "app.py").read_text() == GOOD and sorted(p.name for p in root.iterdir()) == ["app.py"]
    editor.end()


def test_asked_and_changed(editor, root):
    (root / "bad.py").write_text(BAD)
    editor.start(root)
    editor.open(root / "bad.py")
    editor.published(root / "bad.py", version=1)
    editor.change(root / "bad.py", 2, "\n" + BAD)
    first = editor.ask("textDocument/codeAction", {"textDocument": {"uri": uri(root / "bad.py")}, "range": span(9, 4, 9, 4), "context": {"diagnostics": []}})
    editor.change(root / "bad.py", 3, "\n\n" + BAD)
    second = editor.ask("textDocument/codeAction", {"textDocument": {"uri": uri(root / "bad.py")}, "range": span(10, 4, 10, 4), "context": {"diagnostics": []}})
    editor.tell("$/cancelRequest", {"id": second})
    third = editor.ask("textDocument/codeAction", {"textDocument": {"uri": uri(root / "bad.py")}, "range": span(10, 4, 10, 4), "context": {"diagnostics": []}})
    assert editor.answer(first)["code"] == -32801 and editor.answer(second)["code"] == -32800
    assert [a["kind"] for a in editor.answer(third)] == ["quickfix", "quickfix", "source.fixAll.suture"]
    editor.tell("$/cancelRequest", {"id": "nobody"})
    editor.end()


# ---- hover

def test_hover(editor, root):
    editor.start(root)
    editor.open(root / "a.py", BAD.replace('"ls "', '"<b>`x`</b> "'))
    d, = editor.published(root / "a.py", version=1)["diagnostics"]
    ask = {"textDocument": {"uri": uri(root / "a.py")}, "position": {"line": 8, "character": 10}}
    h = editor.call("textDocument/hover", ask)
    text = h["contents"]["value"]
    assert h["contents"]["kind"] == "markdown" and h["range"] == d["range"]
    assert "**Why**" in text and "**Instead**" in text and "CWE-78" in text and "1. a.py:8: " in text and "<b>" not in text
    assert editor.call("textDocument/hover", {**ask, "position": {"line": 0, "character": 0}}) is None
    editor.end()


def test_hover_over_a_long_way(editor, root):
    """Whatever the length of what is said before, each step names its file."""
    editor.start(root)
    where = editor.open(root / "a_file_of_long_name_indeed_it_is_long.py", "")
    for n in range(60):
        steps = "".join(f"    a{i} = a{i - 1} + '{'y' * (n * i % 23)}'\n" for i in range(1, 16))
        text = f"from flask import Flask, request\nimport os\napp = Flask(__name__)\n@app.get('/')\ndef f():\n    a0 = request.args['{'x' * n}']\n{steps}    os.system(a15)\n"
        editor.change(where, n + 2, text)
        d, = editor.published(where, version=n + 2)["diagnostics"]
        said = editor.call("textDocument/hover", {"textDocument": {"uri": where}, "position": d["range"]["start"]})["contents"]["value"]
        rows = [row for row in said.split("\n") if row[:1].isdigit()]
        assert len(rows) == len(d["relatedInformation"]) and all(" a\\_file\\_of\\_long\\_name\\_indeed\\_it\\_is\\_long.py:" in row for row in rows), rows
    editor.end()


# ---- settings

def test_settings_of_the_project_are_read_again(editor, root):
    (root / "bad.py").write_text(BAD)
    editor.start(root)
    editor.published(root / "bad.py", rules=["command-injection"])
    (root / "suture.toml").write_text('ignore = ["command-injection"]\n')
    editor.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri(root / "suture.toml"), "type": 1}]})
    editor.published(root / "bad.py", rules=[])
    (root / "suture.toml").write_text('ignore = ["nosuch-rule"]\n')
    editor.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri(root / "suture.toml"), "type": 2}]})
    m = editor.message(lambda m: m.get("method") == "window/showMessage")
    assert m["params"]["type"] == 1 and "nosuch-rule" in m["params"]["message"] and "suture.toml:1" in m["params"]["message"]
    (root / "suture.toml").write_text('verify-cmd = "touch owned"\n')
    editor.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri(root / "suture.toml"), "type": 2}]})
    assert "verify-cmd" in editor.message(lambda m: m.get("method") == "window/showMessage")["params"]["message"]
    (root / "suture.toml").unlink()
    editor.open(root / "bad.py")
    editor.published(root / "bad.py", rules=["command-injection"])
    assert not (root / "owned").exists()
    editor.end()


@pytest.mark.parametrize("options, said", [({"profile": "loud"}, "'loud'"), ({"show": "opened"}, "'opened'"), ({"model": "openai:x"}, "takes no 'model' here"), ({"verify-cmd": "x"}, "takes no"),
                                           ({"nosuch": 1}, "takes no 'nosuch' here"), ({"engine": ["bandit"]}, "takes no"), ({"watch": True}, "takes no")])
def test_bad_settings_of_the_editor(editor, root, options, said):
    editor.start(root, options=options)
    assert said in editor.message(lambda m: m.get("method") == "window/showMessage")["params"]["message"]
    editor.tell("workspace/didChangeConfiguration", {"settings": {"suture": {}}})
    editor.open(root / "bad.py", BAD)
    editor.published(root / "bad.py", rules=["command-injection"])
    editor.end()


def test_settings_without_a_value(editor, root):
    """Some editors send each name that they know."""
    (root / "bad.py").write_text(BAD)
    editor.start(root, options={"profile": None, "ignore": None, "show": None})
    editor.published(root / "bad.py", rules=["command-injection"])
    editor.end()


def test_settings_of_the_editor(editor, root):
    (root / "bad.py").write_text(BAD)
    editor.start(root, options={"ignore": ["CWE-78"], "profile": "audit"})
    editor.open(root / "bad.py")
    assert "command-injection" not in codes(editor.published(root / "bad.py", version=1))
    editor.tell("workspace/didChangeConfiguration", {"settings": {"suture": {"profile": "strict"}}})
    editor.published(root / "bad.py", rules=["command-injection"])
    editor.end()


def test_the_users_own_settings_start_nothing(home, root):
    (home / ".config" / "suture").mkdir(parents=True)
    (home / ".config" / "suture" / "config.toml").write_text('model = "command:touch asked"\nverify-cmd = "touch ran"\nengine = ["bandit"]\n')
    (root / "bad.py").write_text(BAD)
    e = Editor(home)
    e.start(root)
    e.open(root / "bad.py")
    d, = e.published(root / "bad.py", version=1)["diagnostics"]
    assert len(e.actions(root / "bad.py", d["range"])) == 3
    e.end()
    assert not list(home.rglob("asked")) and not list(home.rglob("ran"))


def test_what_is_left_out_stays_out(editor, root):
    (root / "suture.toml").write_text('exclude = ["old/*"]\n')
    (root / "old").mkdir()
    (root / "old" / "bad.py").write_text(BAD)
    editor.start(root)
    editor.open(root / "old" / "bad.py")
    assert codes(editor.published(root / "old" / "bad.py")) == []
    assert "old/bad.py is not judged" in [m for m in editor.seen if m.get("method") == "window/logMessage"][0]["params"]["message"]
    editor.change(root / "old" / "bad.py", 2, GOOD)
    editor.published(root / "old" / "bad.py", version=2)
    assert sum(m.get("method") == "window/logMessage" for m in editor.seen) == 1
    editor.end()


def test_a_first_scan_is_shown(editor, root):
    (root / "bad.py").write_text(BAD)
    editor.start(root, can={**FULL, "window": {"workDoneProgress": True}})
    ask = editor.message(lambda m: m.get("method") == "window/workDoneProgress/create")
    editor.send(id=ask["id"], result=None)
    editor.message(lambda m: m.get("method") == "$/progress" and m["params"]["value"]["kind"] == "end")
    began = [m["params"] for m in editor.seen if m.get("method") == "$/progress"]
    assert [(p["token"], p["value"]["kind"]) for p in began] == [(ask["params"]["token"], "begin"), (ask["params"]["token"], "end")]
    editor.open(root / "bad.py", GOOD)
    editor.published(root / "bad.py", version=1)
    assert sum(m.get("method") == "$/progress" for m in editor.seen) == 2
    editor.end()


def test_baseline(editor, root):
    (root / "bad.py").write_text(BAD)
    assert suture("scan", "--baseline", "known.json", "--update-baseline", cwd=root).code in (0, 1)
    (root / "suture.toml").write_text('baseline = "known.json"\n')
    editor.start(root)
    editor.open(root / "bad.py")
    editor.published(root / "bad.py", version=1)
    editor.change(root / "bad.py", 2, BAD + "\n\n@app.get('/two')\ndef two():\n    os.system(request.args['x'])\n    return ''\n")
    p = editor.published(root / "bad.py", version=2)
    want = suture("scan", "--format", "json", cwd=root).json["findings"]
    assert [d["range"]["start"]["line"] for d in p["diagnostics"]] == [f["line"] - 1 for f in want] + [14]
    editor.end()


# ---- what goes wrong

def test_documents_that_are_not_open(editor, root):
    editor.start(root)
    editor.change(root / "a.py", 2, "x")
    editor.close(root / "a.py")
    editor.tell("textDocument/didSave", {"textDocument": {"uri": uri(root / "a.py")}})
    for _ in range(3):
        assert "not open" in editor.message(lambda m: m.get("method") == "window/logMessage")["params"]["message"]
    editor.open(root / "a.py", BAD)
    editor.open(root / "a.py", GOOD, version=2)                      # twice
    assert codes(editor.published(root / "a.py", version=2)) == []
    editor.tell("textDocument/didOpen", {"textDocument": {"uri": 3}})
    editor.tell("textDocument/didOpen", [])
    editor.tell("textDocument/didOpen", {"textDocument": {"uri": uri(root / "b.py")}})
    for params in ({"contentChanges": 3}, {"contentChanges": [3]}, {"contentChanges": [{"range": 3}]}):
        editor.open(root / "c.py", BAD)
        editor.tell("textDocument/didChange", {"textDocument": {"uri": uri(root / "c.py"), "version": 2}, **params})
        assert "can't be followed" in editor.message(lambda m: m.get("method") == "window/showMessage")["params"]["message"]
    editor.end()


def test_files_that_never_rest(editor, root):
    """Something that writes files all the time, quicker than a scan ends or a burst of changes does."""
    for n in range(100):
        (root / f"m{n}.py").write_text(BAD.replace("def ls", f"def ls{n}"))
    editor.start(root)
    until = time.time() + SLOW
    while not editor.diags and time.time() < until:
        editor.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri(root / "log.toml"), "type": 2}]})
        for m in editor.quiet(0.01):
            if m.get("method") == "textDocument/publishDiagnostics":
                editor.diags[m["params"]["uri"]] = m["params"]
    assert editor.diags
    editor.end()


def test_files_that_go(editor, root):
    (root / "bad.py").write_text(BAD)
    editor.start(root)
    editor.published(root / "bad.py", rules=["command-injection"])
    (root / "bad.py").unlink()
    editor.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri(root / "bad.py"), "type": 3}]})
    editor.published(root / "bad.py", rules=[])
    editor.open(root / "bad.py", BAD)                                # open, and deleted
    editor.published(root / "bad.py", rules=["command-injection"])
    shutil.rmtree(root)                                              # and its folder: that is said, and nothing forgotten
    editor.change(root / "bad.py", 2, GOOD)
    m = editor.message(lambda m: m.get("method") == "window/showMessage")
    assert "no such file or folder" in m["params"]["message"] and codes(editor.diags[uri(root / "bad.py")]) == ["command-injection"]
    root.mkdir()
    editor.change(root / "bad.py", 3, GOOD)
    editor.published(root / "bad.py", version=3, rules=[])
    editor.end()


def test_a_folder_that_is_none(editor, home):
    editor.start(home / "nowhere", can={})
    editor.tell("workspace/didChangeWorkspaceFolders", {"event": {"added": [{"uri": "vscode-remote://x/y"}, {"uri": "file:///%00"}, {}], "removed": [{}]}})
    editor.open(home / "a.py", BAD)
    editor.published(home / "a.py", rules=["command-injection"])
    editor.end()


def test_thousands_of_documents(editor, root):
    editor.start(root)
    for n in range(3000):
        editor.open(root / f"m{n}.py", GOOD)
    editor.open(root / "bad.py", BAD)
    editor.published(root / "bad.py", version=1, rules=["command-injection"])
    for n in range(3000):
        editor.close(root / f"m{n}.py")
    editor.change(root / "bad.py", 2, SAFE)
    assert codes(editor.published(root / "bad.py", version=2)) == []
    editor.end()


def test_a_large_text_and_many_changes(editor, root):
    text = BAD + "x = 1  # a line of some length, to make it many bytes\n" * 20000
    editor.start(root)
    editor.open(root / "big.py", text)
    editor.published(root / "big.py", version=1)
    for n in range(2, 120):
        editor.change(root / "big.py", n, *[(12, 0, 12, 1, "y"), (12, 0, 12, 1, "x")] * 2)
    assert codes(editor.published(root / "big.py", version=119)) == ["command-injection"]
    editor.end()

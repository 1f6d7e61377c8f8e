"""Suppression and baseline under edits that mean nothing: lines moved, files renamed, code laid out anew."""
import json
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from program import CLEAN, FOUND, suture

PARTS = [
    '@app.get("/a{i}")\ndef a{i}():\n    name = request.args["dir"]\n    os.system("ls " + name)\n    return ""\n',
    '@app.get("/b{i}")\ndef b{i}():\n    return sqlite3.connect("d").execute(\n        "SELECT 1 WHERE x = \'%s\'"\n        % request.args["q"]\n    ).fetchone()\n',
    'class C{i}:\n    def run(self):\n        if True:\n            return eval(request.args["e"])\n',
    'def d{i}(x):\n    return x + 1\n',
]
HEAD = "import os\nimport sqlite3\nfrom flask import Flask, request\napp = Flask(__name__)\n"

kinds = st.lists(st.integers(0, len(PARTS) - 1), min_size=1, max_size=5)


@st.composite
def edits(draw):
    """Functions from a text to one that means the same: (name, function)."""
    blank = draw(st.integers(0, 4))
    notes = draw(st.integers(0, 3))
    wide = draw(st.sampled_from(["    ", "\t", "  ", "        "]))
    return blank, notes, wide, draw(st.booleans()), draw(st.booleans())


def text_of(parts, edit=(2, 0, "    ", False, False)):
    blank, notes, wide, crlf, spaced = edit
    out = HEAD + "# a note\n" * notes
    for i, part in enumerate(parts):
        body = PARTS[part].format(i=i).replace("    ", wide)
        if spaced:
            body = body.replace('"ls " + name', '("ls "   +\n  name)').replace("eval(", "eval( ").replace(" % ", "  %  ")
        out += "\n" * blank + body
    return out.replace("\n", "\r\n") if crlf else out


def scan(folder, *more):
    return suture("scan", "--format", "json", *more, ".", cwd=folder)


def ids(done):
    return sorted((f["rule"], f["id"]) for f in done.json["findings"])


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(kinds, edits(), st.sampled_from(["a.py", "renamed.py", "deep/er/b.py"]))
def test_edits_that_mean_nothing_keep_fingerprints(parts, edit, name):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "a.py").write_text(text_of(parts))
        before = ids(scan(folder, "--baseline", "base.json", "--update-baseline", "--show-suppressed"))
        assert len(before) == sum(p != 3 for p in parts)
        (folder / "a.py").unlink()
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text_of(parts, edit).encode())
        after = scan(folder)
        assert ids(after) == before
        hidden = scan(folder, "--baseline", "base.json")
        assert hidden.code == CLEAN and hidden.json["summary"]["hidden"] == len(before) and "gone" not in hidden.err


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(kinds, st.integers(0, 2))
def test_a_baseline_hides_no_more_than_was_there(parts, extra):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "a.py").write_text(text_of(parts))
        scan(folder, "--baseline", "base.json", "--update-baseline")
        known = len(json.loads((folder / "base.json").read_text())["findings"])
        (folder / "a.py").write_text(text_of(parts + [extra]))
        r = scan(folder, "--baseline", "base.json")
        assert r.code == FOUND and len(r.json["findings"]) == 1 and r.json["summary"]["hidden"] == known
        scan(folder, "--baseline", "base.json", "--update-baseline")
        assert len(json.loads((folder / "base.json").read_text())["findings"]) == known, "it grew unasked"


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(kinds, edits(), st.sampled_from(["suture: ignore", "nosec", "suture: ignore[CWE-78, CWE-89, CWE-94, CWE-95]", "nosemgrep"]), st.data())
def test_a_comment_on_any_line_of_the_statement_hides_it_and_nothing_else(parts, edit, comment, data):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "a.py").write_bytes(text_of(parts, edit).encode())
        found = scan(folder).json["findings"]
        if not found:
            return
        one = data.draw(st.sampled_from(found))
        lines = (folder / "a.py").read_bytes().decode().split("\n")
        at = data.draw(st.integers(one["line"], one["end_line"])) - 1
        end = "\r" if lines[at].endswith("\r") else ""
        lines[at] = lines[at].rstrip("\r") + "  # " + comment + end
        (folder / "a.py").write_bytes("\n".join(lines).encode())
        left = scan(folder)
        assert sorted(f["id"] for f in left.json["findings"]) == sorted(f["id"] for f in found if f["line"] != one["line"])
        assert left.json["summary"]["hidden"] == sum(f["line"] == one["line"] for f in found)

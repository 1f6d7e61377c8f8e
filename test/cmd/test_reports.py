"""The formats: each can be read by what it is for, and says the same."""
import csv
import io
import json
import re
import xml.etree.ElementTree as tree

import pytest
from program import BAD, CLEAN, FOUND, INCOMPLETE, suture

ODD = BAD.replace('"ls " + name', '"ls \U0001f600é " + name')


@pytest.fixture
def project(tmp_path):
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "bad.py").write_text(BAD)
    (tmp_path / "odd name.py").write_text(ODD)
    (tmp_path / "broken.py").write_text("def f(:\n")
    return tmp_path


def report(project, form, *more):
    return suture("scan", "--format", form, *more, ".", cwd=project)


def test_json(project):
    r = report(project, "json")
    doc = r.json
    assert r.code == FOUND and doc["schema"] == "suture-scan-1" and doc["exit_code"] == FOUND and doc["complete"] is False
    assert [f["path"] for f in doc["findings"]] == ["odd name.py", "pkg/bad.py"]
    for f in doc["findings"]:
        assert (f["rule"], f["cwe"], f["line"], f["function"], f["engines"]) == ("command-injection", 78, 9, "ls", ["suture"])
        assert re.fullmatch("[0-9a-f]{16}", f["id"]) and f["flows"][0][0]["line"] == 8
        assert f["next"] in ("apply_fix", "review_fix", "ask_model", "needs_human")
    line = ODD.splitlines()[8]
    f = doc["findings"][0]
    assert line[f["column"] - 1:f["end_column"] - 1].startswith("os.system(")
    assert doc["not_analysed"][0]["path"] == "broken.py" and doc["not_analysed"][0]["line"] == 1
    assert doc["summary"]["sentence"] == "2 findings in 3 files; 1 not analysed: broken.py:1"


def test_json_is_the_same_twice(project):
    a, b = report(project, "json").json, report(project, "json").json
    a.pop("volatile"), b.pop("volatile")
    assert a == b


def test_brief_stays_small(tmp_path):
    for i in range(200):
        (tmp_path / f"m{i}.py").write_text(BAD)
    r = report(tmp_path, "json", "--brief")
    assert len(r.raw) < 4096 and r.json["left_out"] > 100 and r.json["findings"][0]["at"]


def sarif(project):
    r = report(project, "sarif")
    assert r.code == FOUND
    (run,) = r.json["runs"]
    return run


def test_sarif_results(project):
    run = sarif(project)
    assert run["columnKind"] == "utf16CodeUnits"
    rules = run["tool"]["driver"]["rules"]
    assert [x["id"] for x in rules] == ["command-injection"]
    assert {"security", "external/cwe/cwe-078"} <= set(rules[0]["properties"]["tags"])
    assert isinstance(rules[0]["properties"]["security-severity"], str)
    uris = [x["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for x in run["results"]]
    assert uris == ["odd%20name.py", "pkg/bad.py"]
    for x in run["results"]:
        assert rules[x["ruleIndex"]]["id"] == x["ruleId"] and x["level"] == "error"
        steps = x["codeFlows"][0]["threadFlows"][0]["locations"]
        assert len(steps) >= 2 and all(s["location"]["message"]["text"] for s in steps)
        assert re.fullmatch("[0-9a-f]+:1", x["partialFingerprints"]["primaryLocationLineHash"])
        assert x["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 8
        assert x["taxa"][0]["id"] == "78"


def test_sarif_columns_are_utf16(project):
    region = sarif(project)["results"][0]["locations"][0]["physicalLocation"]["region"]
    units = ODD.splitlines()[8].encode("utf-16-le")
    text = units[2 * (region["startColumn"] - 1):2 * (region["endColumn"] - 1)].decode("utf-16-le")
    assert text.startswith("os.system(") and text.endswith(")")


def test_sarif_incomplete(project):
    (invocation,) = sarif(project)["invocations"]
    assert invocation["executionSuccessful"] is False
    (note,) = invocation["toolExecutionNotifications"]
    assert note["level"] == "error" and "broken.py" in note["message"]["text"]
    assert note["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "broken.py"


def test_sarif_complete(tmp_path):
    (tmp_path / "a.py").write_text("x = 1\n")
    run = report(tmp_path, "sarif").json["runs"][0]
    assert run["invocations"][0]["executionSuccessful"] is True and run["results"] == []


def test_sarif_fixes_apply(tmp_path):
    (tmp_path / "a.py").write_text("import yaml\n\n\ndef read(text):\n    return yaml.load(text, Loader=yaml.Loader)\n")
    run = report(tmp_path, "sarif", "--profile", "audit").json["runs"][0]
    fixed = [x for x in run["results"] if "fixes" in x]
    if not fixed:
        pytest.skip("this rule has no built-in fix")
    text = (tmp_path / "a.py").read_text().splitlines(keepends=True)
    for rep in reversed(fixed[0]["fixes"][0]["artifactChanges"][0]["replacements"]):
        r = rep["deletedRegion"]
        beg = sum(map(len, text[:r["startLine"] - 1])) + r["startColumn"] - 1
        end = sum(map(len, text[:r["endLine"] - 1])) + r["endColumn"] - 1
        whole = "".join(text)
        text = (whole[:beg] + rep["insertedContent"]["text"] + whole[end:]).splitlines(keepends=True)
    (tmp_path / "a.py").write_text("".join(text))
    compile("".join(text), "a.py", "exec")
    assert report(tmp_path, "json", "--profile", "audit", "--select", fixed[0]["ruleId"]).code == CLEAN


# Made by the algorithm's own words: a rolling hash by 37 over 100 units, blanks left out.
def line_hashes(text):
    units = [int.from_bytes(text.encode("utf-16-le")[i:i + 2], "little") for i in range(0, 2 * len(text.encode("utf-16-le")) // 2, 2)]
    kept, starts, new_line, after_cr = [], [], True, False
    for u in units + [65535]:
        if u in (32, 9) or (after_cr and u == 10):
            after_cr = False
            continue
        after_cr = u == 13
        u = 10 if after_cr else u
        if new_line:
            starts.append(len(kept))
        new_line = u == 10
        kept.append(u)
    seen, out = {}, []
    for s in starts:
        window = (kept[s:s + 100] + [0] * 100)[:100]
        h = 0
        for u in window:
            h = (h * 37 + u) % 2 ** 64
        seen[h] = seen.get(h, 0) + 1
        out.append(f"{h:x}:{seen[h]}")
    return out


def test_sarif_line_hash(project):
    run = sarif(project)
    for x, text in zip(run["results"], (ODD, BAD)):
        assert x["partialFingerprints"]["primaryLocationLineHash"] == line_hashes(text)[8]


def test_csv(project):
    rows = list(csv.DictReader(io.StringIO(report(project, "csv").raw.decode(), newline="")))
    assert [(r["path"], r["line"], r["rule"]) for r in rows] == [
        ("odd name.py", "9", "command-injection"), ("pkg/bad.py", "9", "command-injection"), ("broken.py", "1", "not-analysed")]


def test_csv_cannot_hold_formulas(tmp_path):
    (tmp_path / "=1+2.py").write_text(BAD)
    assert '"\'=1+2.py"' in report(tmp_path, "csv").out


def test_junit(project):
    suite = tree.fromstring(report(project, "junit").raw).find("testsuite")
    assert (suite.get("failures"), suite.get("errors"), suite.get("tests")) == ("2", "1", "3")


def test_junit_of_nothing(tmp_path):
    (tmp_path / "a.py").write_text("x = 1\n")
    suite = tree.fromstring(report(tmp_path, "junit").raw).find("testsuite")
    assert (suite.get("failures"), suite.get("tests")) == ("0", "1")


def test_github(project):
    lines = report(project, "github").out.splitlines()
    assert lines[0].startswith("::error file=odd name.py,line=9,endLine=9,col=5,") and lines[2].startswith("::warning file=broken.py,line=1")


def test_github_shows_the_worst_first(tmp_path):
    """Of each kind the first ten are shown, so the order is what people see."""
    (tmp_path / "a.py").write_text("import os\n" + "".join(f"os.chmod('f{i}', 0o777)\n" for i in range(12)))
    (tmp_path / "b.py").write_text("from flask import Flask\napp = Flask(__name__)\napp.secret_key = 'hunter2-Zq9!x'\n")
    (tmp_path / "c.py").write_text(BAD)
    lines = [line.split(",")[0] for line in report(tmp_path, "github").out.splitlines()]
    assert lines[:3] == ["::error file=c.py", "::error file=b.py", "::warning file=a.py"]


def test_gitlab(project):
    issues = report(project, "gitlab").json
    assert len(issues) == 3 and len({i["fingerprint"] for i in issues}) == 3
    assert issues[0]["severity"] in ("critical", "blocker") and issues[0]["location"] == {"path": "odd name.py", "lines": {"begin": 9}}


def test_rdjson(project):
    doc = report(project, "rdjson").json
    assert doc["source"]["name"] == "suture" and doc["diagnostics"][0]["location"]["range"]["start"] == {"line": 9, "column": 5}


def test_md(project):
    text = report(project, "md").out
    assert text.startswith("<!-- suture-report -->\n") and "Incomplete" in text and "CWE-78" in text


def test_md_code_is_code(tmp_path):
    """Within a sentence too, whatever ticks and tags it holds; the way is folded away."""
    (tmp_path / "bad.py").write_text(BAD.replace('request.args["dir"]', 'request.args["`` @you </details> <b>"]'))
    text = report(tmp_path, "md").out
    assert "\n1 critical\n" in text and text.count("<details>") == text.count("\n</details>\n") == 1
    assert '1. bad.py line 8: ```name = request.args["`` @you </details> <b>"]``` — ' in text
    (tmp_path / "bad.py").write_text(BAD)
    assert '`name = request.args["dir"]` \\(line 8' in report(tmp_path, "md").out
    assert "<p><code>name = request.args[&quot;dir&quot;]</code> (line 8" in report(tmp_path, "html").out


def test_md_stays_below_the_limit(tmp_path):
    for i in range(300):
        (tmp_path / f"m{i}.py").write_text(BAD)
    text = report(tmp_path, "md").out
    assert len(text) < 65536 and "more findings do not fit here" in text


def test_html(project):
    text = report(project, "html").out
    assert text.startswith("<!doctype html>") and "<script" not in text and "http-equiv" in text and "command-injection" in text
    assert not re.search(r'(src|href)="(?!#file\d|https://cwe\.mitre\.org/)', text)


class Page(__import__("html.parser").parser.HTMLParser):
    """What a browser would show: rows of source, lines of changes; every element closed."""

    def __init__(self, text):
        super().__init__()
        self.open, self.rows, self.changes, self.cell = [], [], [], None
        self.feed(text)
        assert self.open == ["html"] or self.open == []

    def handle_starttag(self, tag, attrs):
        kind = dict(attrs).get("class", "")
        if tag not in ("meta", "br", "!doctype"):
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([kind])
        if tag == "td":
            self.rows[-1].append("")
            self.cell = "td"
        if tag == "div":
            self.changes.append([kind, ""])
            self.cell = "div"

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        self.cell = None if tag in ("td", "div") else self.cell

    def handle_data(self, data):
        if self.cell == "td":
            self.rows[-1][-1] += data
        if self.cell == "div":
            self.changes[-1][1] += data


def test_html_shows_the_way_beside_the_source_and_the_fix(tmp_path):
    (tmp_path / "bad.py").write_text(BAD)
    page = Page(report(tmp_path, "html").out)
    on = [row for row in page.rows if row[0] == "on"]
    assert [row[1] for row in on] == ["8", "9"] and on[0][2] == BAD.splitlines()[7] and "gives outside data" in on[0][3] and "reaches os.system" in on[1][3]
    assert ["del", '    os.system("ls " + name)'] in page.changes and ["ins", '    os.system("ls " + shlex.quote(name))'] in page.changes
    assert ["ins", "import shlex"] in page.changes


def test_text_says_where_more_is_said_once_a_rule(project):
    assert report(project, "text").out.count("more: suture explain command-injection\n") == 1


def test_paths_are_those_of_the_repository(tmp_path):
    """CI reads paths from the repository's root, wherever the scan was started."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "bad.py").write_text(BAD)
    for args, cwd in (((".",), tmp_path), ((".",), tmp_path / "in"), (("deep/../deep/bad.py",), tmp_path / "in"), ((str(tmp_path / "in" / "deep"),), tmp_path),
                      (("../deep",), tmp_path / "in" / "deep")):
        doc = suture("scan", "--format", "sarif", *args, cwd=cwd).json
        assert doc["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "in/deep/bad.py"
        assert suture("scan", "--format", "github", *args, cwd=cwd).out.startswith("::error file=in/deep/bad.py,")
        assert suture("scan", "--format", "gitlab", *args, cwd=cwd).json[0]["location"]["path"] == "in/deep/bad.py"
        assert suture("scan", "--format", "rdjson", *args, cwd=cwd).json["diagnostics"][0]["location"]["path"] == "in/deep/bad.py"


def test_what_markdown_left_out_is_said(tmp_path):
    for i in range(300):
        (tmp_path / f"m{i}.py").write_text(BAD)
    r = report(tmp_path, "md")
    assert re.search(r"^Markdown: \d+ findings do not fit into a comment$", r.err, re.M)


def test_several_at_once(project):
    r = suture("scan", "--format", "sarif=out.sarif", "--format", "md=out.md", "--format", "text", ".", cwd=project)
    assert r.code == FOUND and "command-injection" in r.out
    assert json.loads((project / "out.sarif").read_text())["version"] == "2.1.0"
    assert (project / "out.md").read_text().startswith("<!-- suture-report -->")


def test_two_on_standard_output_are_refused(project):
    r = suture("scan", "--format", "json", "--format", "sarif", ".", cwd=project)
    assert r.code == 2 and "only one format can go to standard output" in r.err


def test_summary_goes_to_standard_error_beside_data(project):
    assert report(project, "json").err.endswith("2 findings in 3 files; 1 not analysed: broken.py:1\n")


def test_rule_help(project):
    assert "instead:" in report(project, "text", "--rule-help").out


def test_incomplete_alone(tmp_path):
    (tmp_path / "broken.py").write_text("def f(:\n")
    for form in ("text", "json", "sarif", "html", "md", "csv", "junit", "github", "gitlab", "rdjson"):
        assert report(tmp_path, form).code == INCOMPLETE

"""The recorded study: a package of our own whose every figure is known, broken packages, and the published part."""
import csv
import html
import html.parser
import io
import json
import os
import re
import subprocess
import tarfile
from pathlib import Path
from statistics import NormalDist

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = os.environ.get("SUTURE", str(ROOT / "build" / "suture"))
SHARED = ROOT.parent / "shared" / "data"
CLEAN, USAGE, INCOMPLETE = 0, 2, 3

TASKS = ["CWE-020/a_1.py", "CWE-020/a_2.py", "CWE-022/a_1.py", "CWE-078/a_1.py",
         "CWE-079/a_1.py", "CWE-089/a_1.py", "CWE-502/a_1.py", "CWE-601/a_1.py"]
LABELS = {"alpha": ["1", "0.5", "1", "0", "1", "0", "1", "0"], "beta": ["1", "1", "0", "0", "1", "0", "0.5", "0"]}
SAID = {"alpha": ["True", "false", "TRUE", "true", "False", "FALSE", "tRuE", "false"], "beta": ["true"] * 8}
VERDICTS = {"alpha": ["0", "0.5", "1", "-1", "0", "-1", "-1", "-1"], "beta": ["0", "0", "-1", "-1", "0", "-1", "1", "-1"]}
A, B, C, D = "CWE-020-a_1.py", "CWE-020-a_2.py", "CWE-022-a_1.py", "CWE-079-a_1.py"
FOUND = ["CWE-78: A finding of no known engine: with a colon"]
GOOD = "def add(a, b):\n    return a + b\n"


def study(folder, *more):
    env = {k: v for k, v in os.environ.items() if not k.startswith("SUTURE_")}
    r = subprocess.run([BIN, "study", "--no-config", "--package", str(folder), *more], capture_output=True, text=True,
                       timeout=120, env=env)
    return r.returncode, r.stdout, r.stderr


def read(folder, code=CLEAN):
    got, out, err = study(folder, "--corrected", "--study-format", "json")
    assert got == code, err
    return json.loads(out)


def rows(report, table):
    return [[r[0], *r[1:]] for r in report["tables"][table]["rows"]]


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def write_csv(path, labels):
    write(path, "".join(f"{t},{v}\n" for t, v in zip(TASKS, labels)))


def log(scan):
    """A scan's log; `scan` maps a file to its findings."""
    out = []
    for name, findings in scan.items():
        out += [name] + ([f"   {f}" for f in findings] or ["    no vulnerability found"])
    return "\n".join(out) + f"\ntotal: {sum(map(bool, scan.values()))} vulnerable files, {sum(map(len, scan.values()))} " \
                            "vulnerabilities found\n"


def write_run(folder, scans, code=None, inside="iterInfo"):
    for i, scan in enumerate(scans):
        if scan is not None:
            write(folder / inside / (f"iter{i + 1}.txt" if i < 5 else "final.txt"), log(scan))
    for name, text in (code or {}).items():
        write(folder / "generated" / name, text)


def scan(all_files, flagged):
    return {f: FOUND if f in flagged else [] for f in all_files}


@pytest.fixture
def ours(tmp_path):
    """Two models, one judge, one fixer, two pairs of runs."""
    p = tmp_path / "ours"
    for m in LABELS:
        write_csv(p / f"RQ1/review_{m}.csv", LABELS[m])
        write(p / f"RQ2/detectResult_judge_for_{m}.jsonl",
              "".join(json.dumps({"ID": t, "Judge": v}) + "\n" for t, v in zip(TASKS, SAID[m])))
        write_csv(p / f"RQ3/verify_alpha_for_{m}.csv", VERDICTS[m])
    every = [A, B, C, D]
    first = scan(every, every)
    first[A] = ["CWE-20: One thing", "CWE-79: Another thing"]
    write_run(p / "RQ4/b_for_a_1", [first, scan(every, [A, C, D]), scan([A, C, D], [C, D]), scan([C, D], [C, D]),
                                    scan([C, D], [C]), scan([C], [C])],
              {A: GOOD, B: "def broken(:\n", C: GOOD, D: GOOD})
    write_run(p / "RQ4/b_for_a_2", [scan(every, [A, B, C]), scan([A, B, C], [A, B]), scan([A, B], [A, B]), scan([A, B], [B]),
                                    scan([B], [B]), scan([B], [])], {A: GOOD, B: "\n", C: GOOD, D: GOOD})
    write_run(p / "RQ4/b_for_a_3", [scan(every, [A, B]), scan([A, B], [A, B]), scan([A, B], [A, B]), None,
                                    scan([A, B], [A]), scan([A], [A])], {f: GOOD for f in every})
    write_run(p / "RQ4/b_b_1", [scan(every, [A, B])] + [scan([A, B], [A, B])] * 5, inside=".")
    write_run(p / "RQ4/b_b_2", [scan(every, [])] * 6, {f: "import os\n# Write a function that adds.\n" for f in every})
    return p


# ---- (1) every figure known by construction

def test_rq1_counts_a_half_as_vulnerable(ours):
    def wilson(k, n):
        z, p = NormalDist().inv_cdf(0.975), k / n
        mid, half = (p + z * z / (2 * n)) / (1 + z * z / n), z * ((p * (1 - p) + z * z / (4 * n)) / n) ** .5 / (1 + z * z / n)
        return f"{100 * (mid - half):.1f} to {100 * (mid + half):.1f}"
    report = read(ours)
    assert rows(report, "rq1") == [
        ["alpha", "4", "1", "3", "5/8", "62.5", wilson(5, 8), "50.0", "4/4 = 100.0"],
        ["beta", "3", "1", "4", "4/8", "50.0", wilson(4, 8), "37.5", "3/4 = 75.0"],
        ["all", "7", "2", "7", "9/16", "56.2", wilson(9, 16), "43.8", "-"]]
    assert report["tables"]["rq1-cwe"]["columns"] == ["CWE", "alpha", "beta"]
    assert rows(report, "rq1-cwe") == [["20", "2/2", "2/2"], ["22", "1/1", "0/1"], ["78", "0/1", "0/1"], ["79", "1/1", "1/1"],
                                       ["89", "0/1", "0/1"], ["502", "1/1", "1/1"], ["601", "0/1", "0/1"]]


def test_rq1_repeats_stay_out_of_the_sum(ours):
    write(ours / "RQ1/discussionStudy_gpt4/discussionReview_gpt4.csv",
          "".join(f"{t}\t{a}\t{b}\n" for t, a, b in zip(TASKS, LABELS["alpha"], ["1"] * 8)))
    got = {r[0]: r[4] for r in rows(read(ours), "rq1")}
    assert got == {"alpha": "5/8", "beta": "4/8", "gpt4, second time": "5/8", "gpt4, third time": "8/8", "all": "9/16"}


def test_rq2_reads_verdicts_in_any_case(ours):
    assert rows(read(ours), "rq2") == [
        ["judge", "alpha", "3", "1", "2", "2", "62.5", "75.0", "60.0", "66.7", "33.3", "63.3", "5/8"],
        ["judge", "beta", "4", "4", "0", "0", "50.0", "50.0", "100.0", "66.7", "100.0", "50.0", "4/8"],
        ["judge", "all", "7", "5", "2", "2", "56.2", "58.3", "77.8", "66.7", "71.4", "53.2", "9/16"],
        ['always "vulnerable"', "all", "9", "7", "0", "0", "56.2", "56.2", "100.0", "72.0", "100.0", "50.0", "9/16"]]


def test_rq2_rates_of_nothing_are_no_numbers(ours):
    write_csv(ours / "RQ1/review_beta.csv", ["0"] * 8)
    write(ours / "RQ2/detectResult_judge_for_beta.jsonl",
          "".join(json.dumps({"ID": t, "Judge": "false"}) + "\n" for t in TASKS))
    assert rows(read(ours), "rq2")[1] == ["judge", "beta", "0", "0", "8", "0", "100.0", "-", "-", "-", "0.0", "-", "8/8"]


def test_detectors_and_models_are_compared_by_where_they_differ(ours):
    truth = [v != "0" for v in LABELS["alpha"]]
    for name, said in (("right", truth), ("wrong", [not v for v in truth])):
        write(ours / f"RQ2/detectResult_{name}_for_alpha.jsonl",
              "".join(json.dumps({"ID": t, "Judge": str(v)}) + "\n" for t, v in zip(TASKS, said)))
    def interval(b, c, n):                              # Agresti and Min
        m, x, y = n + 2, b + .5, c + .5
        d, h = (x - y) / m, NormalDist().inv_cdf(0.975) * (x + y - (x - y) ** 2 / m) ** .5 / m
        return [f"{100 * (b - c) / n:.1f}", f"{100 * max(-1, d - h):.1f} to {100 * min(1, d + h):.1f}"]
    assert rows(read(ours), "paired") == [              # p = 2 * 0.5 ** n; Holm: times 3, 2, 1 from the least
        ["RQ1 vulnerable", "alpha", "beta", "-", "8", "1", "0", "1", "1", *interval(1, 0, 8)],
        ["RQ2 right", "judge", "right", "alpha", "8", "0", "3", "0.25", "0.25", *interval(0, 3, 8)],
        ["RQ2 right", "judge", "wrong", "alpha", "8", "5", "0", "0.0625", "0.125", *interval(5, 0, 8)],
        ["RQ2 right", "right", "wrong", "alpha", "8", "8", "0", "0.00781", "0.0234", *interval(8, 0, 8)],
        # both judged: three tasks, of which one was repaired in beta's version alone
        ["RQ3 repaired", "alpha", "beta", "alpha", "3", "0", "1", "1", "1", *interval(0, 1, 3)]]


def test_rq3_keeps_files_without_verdict_apart(ours):
    report = read(ours)
    assert rows(report, "rq3") == [
        ["alpha", "alpha", "2/4", "50.0", "2/5", "40.0", "1/1/2/4", "2/4"],
        ["alpha", "beta", "3/4", "75.0", "3/4", "75.0", "1/0/3/4", "3/3"],
        ["alpha", "all", "5/8", "62.5", "5/9", "55.6", "2/1/5/8", "5/7"]]
    assert rows(report, "rq3-self") == [["alpha", "2/4", "50.0", "3/4", "75.0"]]
    assert [t[len(str(ours)):] for t in report["trouble"]] == [
        "/RQ3/verify_alpha_for_alpha.csv:7: no verdict on a file that RQ1 calls vulnerable"]


def test_rq4_success_after_each_round(ours):
    report = read(ours)
    assert rows(report, "rq4") == [
        ["b fixes b", "2", "2", "2", "2", "2", "2", "2", "0.0", "0.0", "0.0", "0.0", "0.0", "0.0 (0.0)", "0.0 to 0.0"],
        ["b fixes a", "2", "7", "5", "4", "3", "2", "1", "28.6", "42.9", "57.1", "71.4", "85.7", "87.5 (17.7)",
         "62.5 to 100.0"]]
    # Draws of four tasks, repaired 2/2, 2/2, 1/2, 1/1: 0.5 comes in 1 of 256, 4/7 in 4 (2.0% so far), 5/8 in 8 more; 1 in 81.
    assert rows(report, "rq4-runs") == [
        ["b_b_1", "2", "2", "2", "2", "2", "2", "0.0", "0", "12", "not recoverable"],
        ["b_b_2", "0", "0", "0", "0", "0", "0", "-", "0", "0", "not recoverable"],
        ["b_for_a_1", "4", "3", "2", "2", "1", "1", "75.0", "0", "14", "1"],
        ["b_for_a_2", "3", "2", "2", "1", "1", "0", "100.0", "0", "9", "1"],
        ["b_for_a_3", "2", "2", "2", "?", "1", "1", "?", "0", "8", "0"]]


def test_rq4_what_does_not_parse_is_not_repaired(ours):
    assert [r[:6] for r in rows(read(ours), "rq4-corrected")] == [
        ["b fixes b", "-", "0.0 (0/2)", "0.0 (0/2)", "not recoverable", "not recoverable"],
        ["b fixes a", "-", "85.7 (6/7)", "85.7 (6/7)", "57.1 (4/7)", "57.1 (4/7)"]]


def test_rq4_says_what_its_last_files_are(ours):
    write(ours / "RQ4/b_for_a_3/generated" / A, "\n   x = 1\n   y = 2\n")        # Python, but for its indent
    # run 1: B; run 2: B, blank; run 3: A. Clean from the start: B's sister D of run 2, C and D of run 3.
    assert rows(read(ours), "rq4-unparsable") == [["b_for_a", "3/12", "1", "1", "0/3", "2/7"]]


def test_rq4_says_what_its_findings_are_about(ours):
    # No finding is of CWE-22 or 79, and A's first run alone has one of CWE-20: A is not only for others.
    assert [r[:3] for r in rows(read(ours), "rq4-findings")] == [["b_for_b", "2", "2/2"], ["b_for_a", "9", "8/9"]]
    heads = "filename,test_name,test_id,issue_severity,issue_confidence,issue_cwe,issue_text,line_number,col_offset," \
            "end_col_offset,line_range,more_info,x\r\n"
    for k, (low, high) in enumerate([([A, B], [B, C]), ([A], [])]):
        place = ours / "RQ4/b_for_a_1/codeSpace" / ("patched" if k == 0 else f"fixed{k}")
        line = "./codeSpace\\{},t,B1,{},HIGH,u,\"a, \"\"quoted\"\"\ntext\",1,1,1,[1],m,x\r\n"
        write(place / "bandit_analysis.csv", heads + "".join(line.format(f, "LOW") for f in low)
              + "".join(line.format(f, "HIGH") for f in high))
        write(place / "ql_analysis.csv", f'"n","d","error","m","/{D}","1","1","1","1"\n')
    # Flagged at first: all four, A on low severity alone; after one round: A, C, D, of which A.
    assert rows(read(ours), "rq4-findings")[1][3:5] == ["1/4", "1/3"]


def test_rq3_what_is_no_python_is_not_repaired(ours):
    for task, text in (("CWE-020/a_1.py", "def broken(:"), ("CWE-079/a_1.py", GOOD)):
        write(ours / "RQ3/fixedCodes_alpha_for_alpha" / task, text)
    write(ours / "RQ1/generatedCode_alpha/CWE-079/a_1.py", GOOD)
    assert rows(read(ours), "rq3-corrected")[0][2:7] == ["50.0 (2/4)", "40.0 (2/5)", "20.0 (1/5)", "1/2", "1"]


BAD = {"CWE-078/a_1.py": "import os\nfrom flask import request\ndef f():\n    os.system('ls ' + request.args['x'])\n",
       "CWE-502/a_1.py": "import pickle\nfrom flask import request\ndef f():\n    return pickle.loads(request.data)\n"}


def test_another_judge_reads_all_code(ours):
    for m in LABELS:                                        # 502 is labelled vulnerable, 78 secure
        for task, text in {**BAD, "CWE-020/a_1.py": GOOD, "CWE-022/a_1.py": "def broken(:\n"}.items():
            write(ours / f"RQ1/generatedCode_{m}" / task, text)
    for k, text in ((0, BAD["CWE-078/a_1.py"]), (1, GOOD)):
        write(ours / "RQ4/b_for_a_1/codeSpace" / ("patched" if k == 0 else f"fixed{k}") / "CWE-078-a_1.py", text)
    code, out, err = study(ours, "--judge", "suture", "--study-format", "json")
    tables = json.loads(out)["tables"]
    assert code == CLEAN, err
    #                                            TP   FP   TN   FN  none
    assert tables["judges"]["rows"][0][:7] == ["suture", "alpha", "1", "1", "0", "1", "1"]
    assert [r for r in tables["judges-cwe"]["rows"] if r[1] == "502"] == [["suture", "502", "2/2", "0/0", "2/2"]]
    assert tables["judges-rq4"]["rows"][:2] == [
        ["suture", "b_for_a_1", "any finding", "1", "1", "0", "0", "0", "0", "0", "100.0"],
        ["suture", "b_for_a_1", "the scenario's CWE", "1", "1", "0", "0", "0", "0", "0", "100.0"]]
    assert study(ours, "--judge", "nobody")[0] == USAGE


def test_a_judge_that_does_not_run_is_no_verdict(ours, monkeypatch):
    write(ours / "RQ1/generatedCode_alpha/CWE-502/a_1.py", GOOD)
    monkeypatch.setenv("PATH", "/nowhere")
    code, out, err = study(ours, "--judge", "bandit", "--study-format", "json")
    assert code == INCOMPLETE and "bandit did not run: bandit is not installed" in err
    assert json.loads(out)["tables"]["judges"]["rows"] == []


class Page(html.parser.HTMLParser):
    """Every tag closed in its place; what is loaded, and what runs."""
    VOID = {"meta", "br", "hr", "img", "link", "input"}

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.links, self.ids = [], [], [], []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        assert not [k for k, _ in attrs if k.startswith("on") or k == "src"]
        self.links += [v for k, v in attrs if k == "href"]
        self.ids += [v for k, v in attrs if k == "id"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_whole_and_alone(ours):
    write_csv(ours / "RQ1/review_<script>alert(1)<&'.csv", LABELS["alpha"])
    _, text, _ = study(ours, "--corrected", "--study-format", "html")
    page = Page(text)
    assert not {"script", "link", "img", "iframe"} & set(page.tags) and "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;&amp;&#39;" in text
    assert len(page.ids) == len(set(page.ids)) and {f"#{i}" for i in page.ids} >= set(page.links)
    report = read(ours)
    for t in report["tables"].values():
        assert t["title"] in html.unescape(text)
    assert page.tags.count("svg") >= 4 and text.count("<title>") == page.tags.count("svg") + 1
    assert [s for s in report["threats"] if s.startswith("Contamination")]


def test_what_is_missing_is_named(ours):
    missing = read(ours)["missing"]
    for name in ["RQ4/b_for_a_3/iter4.txt", "RQ4/b_b_1/generated", "RQ4/b_b_2/generated: it holds prompts, not code",
                 "RQ1/review_gpt4.csv", "RQ4: 5 of 5 runs of 4_for_4"]:
        assert name in missing
    assert not [m for m in missing if "alpha" in m or "beta" in m]
    (ours / "RQ1/review_beta.csv").unlink()
    write_csv(ours / "RQ2/detectResult_judge_for_alpha.jsonl", [])
    write(ours / "RQ2/detectResult_judge_for_alpha.jsonl", json.dumps({"ID": TASKS[0], "Judge": "true"}) + "\n")
    report = read(ours)
    assert any(m.startswith("RQ1/review_beta.csv, which ") for m in report["missing"])
    assert any(m.endswith("detectResult_judge_for_alpha.jsonl: 7 of 8 ids") for m in report["missing"])
    assert [r[1] for r in rows(report, "rq2")] == ["alpha", "all"]       # the baseline's "all"


def test_every_format_says_the_same(ours):
    report = read(ours)
    want = {k: [t["columns"]] + t["rows"] for k, t in report["tables"].items()}
    got = {}
    _, out, _ = study(ours, "--corrected", "--study-format", "csv")
    for row in csv.reader(io.StringIO(out, newline="")):
        got.setdefault(row[0], []).append(row[1:])
    assert got == want
    _, text, _ = study(ours, "--corrected")
    _, md, _ = study(ours, "--corrected", "--study-format", "md")
    for t in report["tables"].values():
        assert t["title"] in text and f"## {t['title']}\n" in md
        for row in t["rows"]:
            assert re.search(r"^ +" + r" {2,}".join(map(re.escape, row)) + "$", text, re.M), row
            assert f"| {' | '.join(row)} |" in md
    plain = json.loads(study(ours, "--study-format", "json")[1])["tables"]
    assert set(want) - set(plain) == {"rq4-corrected", "rq4-engines", "rq4-unparsable", "rq4-findings",
                                                    "rq3-corrected"}


# Descriptions of four queries of CodeQL's Python suite (github/codeql, MIT): how an entry is told to be CodeQL's.
CODEQL = ["CWE-798: Credentials are hard coded in the source code of the application.",
          "CWE-327: Using broken or weak cryptographic algorithms can compromise security.",
          "CWE-377: Creating a temporary file using this method may be insecure.",
          "CWE-295: Accepting unknown host keys can allow man-in-the-middle attacks."]


def engine_run(folder, codeql, bandit, left=0):
    """A run of max(codeql, bandit) flagged files; the last scan still has Bandit findings in `left` of them."""
    names = [f"CWE-020-x_{i}.py" for i in range(max(codeql, bandit))]
    first = {n: [CODEQL[i % 4]] * (i < codeql) + FOUND * (i < bandit) for i, n in enumerate(names)}
    write_run(folder, [first] + [scan(names[:left], [])] * 4 + [scan(names[:left], names[:left])], {n: GOOD for n in names})


def test_an_engine_that_did_not_run_is_found(tmp_path):
    for n, shape in enumerate([(20, 20), (20, 20), (0, 40), (0, 10, 4), (40, 0)], 1):
        engine_run(tmp_path / f"RQ4/q_for_p_{n}", *shape)
    report = read(tmp_path)
    said = {(r[0][-1], r[1]): r[2:] for r in rows(report, "rq4-engines")}
    # p of CodeQL without run 3: 80 of 134; run 4 has 14 findings, too few to tell: 0.5 ** 14 = 6.1e-05.
    assert said["3", "CodeQL"] == ["0", "40", "0.597", f"{(54 / 134) ** 40:.1e}", "did not run"]
    assert said["4", "CodeQL"] == ["0", "14", "0.500", "6.1e-05", "ran"]
    assert said["5", "Bandit"] == ["0", "40", "0.701", f"{(40 / 134) ** 40:.1e}", "did not run"]
    assert [k for k, v in said.items() if v[-1] != "ran"] == [("3", "CodeQL"), ("5", "Bandit")]
    assert rows(report, "rq4-corrected") == [
        ["q fixes p", "-", "96.9 (126/130)", "92.0 (46/50)", "96.9 (126/130)", "92.0 (46/50)",
         "q_for_p_3 is left out: CodeQL found 0 of 40 (p 0.60 elsewhere). "
         "q_for_p_5 is left out: Bandit found 0 of 40 (p 0.70 elsewhere)."]]


def test_every_codeql_description_is_known(tmp_path):
    if not (SHARED / "codeql_queries.json").exists():
        pytest.skip("no ../shared/data/codeql_queries.json")
    texts = [q["description"] for q in json.loads((SHARED / "codeql_queries.json").read_text())]
    names = [f"CWE-020-x_{i}.py" for i in range(len(texts))]
    write_run(tmp_path / "RQ4/q_for_p_1", [{n: [f"CWE-1: {t}"] for n, t in zip(names, texts)}] + [{names[0]: []}] * 5)
    assert rows(read(tmp_path), "rq4-runs")[0][8:10] == [str(len(texts)), "0"]


# ---- (2) broken packages

RQ1, RQ2, RQ3 = "RQ1/review_alpha.csv", "RQ2/detectResult_judge_for_alpha.jsonl", "RQ3/verify_alpha_for_alpha.csv"
LOG = "RQ4/b_for_a_1/iterInfo/iter1.txt"
LEFT_OUT = [
    (RQ1, 2, "CWE-020/a_2.py\n", "a column is missing"),
    (RQ1, 3, "CWE-022/a_1.py,yes\n", "the label is none of 1, 0.5, 0"),
    (RQ1, 3, "CWE-022/a_1.py,-1\n", "the label is none of 1, 0.5, 0"),
    (RQ1, 4, "CWE-022/a_1.py,1\n", "an id that was there before: the first one counts"),
    (RQ1, 1, "a_1.py,1\n", "no id of the form CWE-020/author_1.py"),
    (RQ3, 2, "CWE-020/a_2.py,2\n", "the label is none of 1, 0.5, 0, -1"),
    (RQ3, 5, "CWE-999/a_1.py,0\n", "an id that RQ1's review of this code lacks"),
    (RQ2, 2, '{"ID": "CWE-020/a_2.py"}\n', "no ID or no Judge"),
    (RQ2, 3, '{"ID": "CWE-022/a_1.py", "Judge": "maybe"}\n', "the verdict is neither true nor false"),
    (RQ2, 4, "{not json\n", "no ID or no Judge"),
    (RQ2, 5, '{"ID": "CWE-999/a_1.py", "Judge": "true"}\n', "an id that RQ1's review of this code lacks"),
    (LOG, 2, "   something else\n", "neither a file's name nor a finding"),
]


@pytest.mark.parametrize("file,line,text,why", LEFT_OUT)
def test_a_broken_line_is_named_and_left_out(ours, file, line, text, why):
    lines = (ours / file).read_text().splitlines(True)
    lines[line - 1] = text
    (ours / file).write_text("".join(lines))
    code, _, err = study(ours)
    assert code == INCOMPLETE
    assert f"{ours / file}:{line}: {why}\n" in err


def test_a_left_out_row_is_in_no_figure(ours):
    lines = (ours / RQ1).read_text().replace("CWE-022/a_1.py,1", "CWE-022/a_1.py,7")
    (ours / RQ1).write_text(lines)
    assert rows(read(ours, INCOMPLETE), "rq1")[0][1:5] == ["3", "1", "3", "4/7"]


def test_a_block_that_is_there_twice_counts_once(ours):
    before = read(ours)
    text = (ours / LOG).read_text()
    block = text[text.index(D):text.index("total:")]
    (ours / LOG).write_text(text.replace("total:", block + "total:"))
    line = text[:text.index("total:")].count("\n") + 1
    after = read(ours)
    assert after["tables"] == before["tables"]
    assert f"{ours / LOG}:{line}: a second block of this file: the first one counts" in after["trouble"]
    (ours / LOG).write_text(text.replace("total:", f"{D}\n   CWE-1: New\ntotal:"))
    assert f"{ours / LOG}:{line + 1}: a finding that the file's first block lacks: left out" in read(ours, INCOMPLETE)["trouble"]


@pytest.mark.parametrize("file", [RQ1, RQ2, RQ3, LOG])
def test_an_empty_file_is_named(ours, file):
    (ours / file).write_text("")
    code, _, err = study(ours)
    assert code == INCOMPLETE
    assert f"{ours / file}:1: the file is empty\n" in err


def test_a_log_without_its_end_is_named(ours):
    text = (ours / LOG).read_text()
    (ours / LOG).write_text(text[:text.index("total:")])
    code, _, err = study(ours)
    assert code == INCOMPLETE
    assert re.search(re.escape(str(ours / LOG)) + r":\d+: no line of totals at the end", err)


def test_a_swapped_verdict_is_named_and_still_counts(ours):
    verdicts = ["0", "0.5", "-1", "1", "0", "-1", "-1", "-1"]        # that of CWE-022/a_1 under CWE-078/a_1
    write_csv(ours / RQ3, verdicts)
    report = read(ours)
    assert f"{ours / RQ3}:3: no verdict on a file that RQ1 calls vulnerable" in report["trouble"]
    assert f"{ours / RQ3}:4: a verdict on a file that RQ1 calls secure: swapped ids?" in report["trouble"]
    assert rows(report, "rq3")[0][2:6] == ["2/4", "50.0", "2/5", "40.0"]


def test_hostile_names_and_bytes_break_nothing(ours):
    write_csv(ours / "RQ1/review_x|\x1b[2J,\"y.csv", LABELS["alpha"])
    (ours / "RQ1/review_noise.csv").write_bytes(bytes(range(256)) * 64)
    (ours / "RQ2/detectResult_judge_for_beta.jsonl").write_bytes(b"[" * 100000 + b"\n\xff\xfe\x00\n")
    write(ours / LOG, "\x00\n   CWE-99999999999999999999: x\n: \n   CWE-: y\n")
    for form in ("text", "md", "csv", "json"):
        code, out, _ = study(ours, "--corrected", "--study-format", form)
        assert code == INCOMPLETE and "\x1b" not in out
    assert [r[0] for r in rows(read(ours, INCOMPLETE), "rq1")] == ["alpha", "beta", "noise", 'x|?[2J,"y', "all"]


def test_no_package_at_all(tmp_path):
    (tmp_path / "file").write_text("")
    for folder, why in ((tmp_path, "holds none of RQ1, RQ2, RQ3, RQ4"), (tmp_path / "none", "is not a folder"),
                        (tmp_path / "file", "is not a folder")):
        code, out, err = study(folder)
        assert (code, out) == (USAGE, "") and f"{folder} {why}" in err
    r = subprocess.run([BIN, "study", "--no-config"], capture_output=True, text=True, timeout=60)
    assert r.returncode == USAGE and "--package DIR" in r.stderr
    (tmp_path / "RQ1").mkdir()
    assert study(tmp_path)[0] == USAGE


# ---- (3) the published part: what the paper's tables hold of it

@pytest.fixture(scope="module")
def part(tmp_path_factory):
    if not (SHARED / "replication-part.tar.gz").exists():
        pytest.skip("no ../shared/data/replication-part.tar.gz")
    folder = tmp_path_factory.mktemp("part")
    with tarfile.open(SHARED / "replication-part.tar.gz") as tar:
        tar.extractall(folder, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    return read(next(d.parent for d in [folder / "RQ1", *folder.glob("*/RQ1")] if d.is_dir()))


def test_part_rq1(part):
    assert [r[:6] + r[7:] for r in rows(part, "rq1")[:2]] == [
        ["GPT-3.5", "87", "5", "29", "92/121", "76.0", "71.9", "55/67 = 82.1"],
        ["Code Llama", "87", "4", "30", "91/121", "75.2", "71.9", "56/67 = 83.6"]]
    assert len(rows(part, "rq1-cwe")) == 69


def test_part_rq2(part):
    assert [r[:11] + r[12:] for r in rows(part, "rq2") if r[1] != "all"] == [
        ["GPT-3.5", "GPT-3.5", "33", "4", "25", "59", "47.9", "89.2", "35.9", "51.2", "13.8", "58/121"],
        ["GPT-3.5", "Code Llama", "27", "5", "25", "64", "43.0", "84.4", "29.7", "43.9", "16.7", "52/121"],
        ["GPT-4", "GPT-3.5", "67", "5", "24", "25", "75.2", "93.1", "72.8", "81.7", "17.2", "91/121"],
        ["GPT-4", "Code Llama", "61", "4", "26", "30", "71.9", "93.8", "67.0", "78.2", "13.3", "87/121"]]


def test_part_paired(part):
    # statsmodels: mcnemar([[0, 13], [46, 0]], exact=True).pvalue and so on; multipletests(…, method="holm")
    assert [r[1:7] for r in rows(part, "paired")] == [
        ["GPT-3.5", "Code Llama", "-", "121", "7", "6"], ["GPT-3.5", "GPT-4", "GPT-3.5", "121", "13", "46"],
        ["GPT-3.5", "GPT-4", "Code Llama", "121", "6", "41"], ["GPT-3.5", "Code Llama", "GPT-3.5", "84", "10", "15"]]
    assert [r[7:9] for r in rows(part, "paired")] == [
        ["1", "1"], ["1.92e-05", "1.92e-05"], ["1.77e-07", "3.54e-07"], ["0.424", "0.424"]]


def test_part_rq3(part):
    assert [r for r in rows(part, "rq3") if r[1] != "all"] == [
        ["GPT-3.5", "GPT-3.5", "28/92", "30.4", "28/92", "30.4", "55/9/28/29", "12/55"],
        ["GPT-3.5", "Code Llama", "31/91", "34.1", "31/91", "34.1", "56/4/31/30", "20/56"],
        ["GPT-4", "GPT-3.5", "56/92", "60.9", "56/92", "60.9", "27/9/56/29", "32/55"],
        ["GPT-4", "Code Llama", "58/88", "65.9", "58/91", "63.7", "24/6/58/33", "38/56"]]
    assert [re.sub(r".*/(verify_)?|\.csv|: .*", "", t) for t in part["trouble"]] == [      # the data's known faults
        "gpt3.5_for_gpt3.5:56", "gpt3.5_for_gpt3.5:57", "gpt4_for_gpt3.5:45", "gpt4_for_gpt3.5:46",
        "gpt4_for_llama:77", "gpt4_for_llama:89", "gpt4_for_llama:92"]


def test_part_corrected(part):
    # PAPER.md, data problems 2 and 3: no verdict; repairs that are no Python; one that changes nothing
    assert [r[:7] for r in rows(part, "rq3-corrected")] == [
        ["GPT-3.5", "GPT-3.5", "30.4 (28/92)", "30.4 (28/92)", "30.4 (28/92)", "0/92", "0"],
        ["GPT-3.5", "Code Llama", "34.1 (31/91)", "34.1 (31/91)", "34.1 (31/91)", "0/91", "1"],
        ["GPT-4", "GPT-3.5", "60.9 (56/92)", "60.9 (56/92)", "60.9 (56/92)", "1/92", "0"],
        ["GPT-4", "Code Llama", "65.9 (58/88)", "63.7 (58/91)", "62.6 (57/91)", "3/91", "0"]]
    assert rows(part, "rq4-unparsable") == [
        ["3.5_for_3.5", "1/67", "0", "0", "1/28", "0/24"], ["4_for_3.5", "0/134", "0", "0", "0/51", "0/65"],
        ["4_for_4", "1/67", "0", "0", "1/22", "0/42"], ["4_for_llama", "17/67", "2", "13", "14/22", "3/41"]]
    # counted over the part's logs with the queries' tags
    assert [r[5] for r in rows(part, "rq4-findings")] == ["24/85", "41/154", "0/0", "22/70"]


def test_part_published_cells(part):
    assert rows(part, "cells") == []
    assert part["tables"]["cells"]["note"].startswith("632 cells equal, 0 differ,")


def test_part_rq4(part):
    got = {r[0]: r[1:] for r in rows(part, "rq4-runs")}
    assert got == {
        "3.5_3.5_2": ["39", "19", "16", "16", "15", "15", "61.5", "85", "77", "1"],
        "4_for_3.5_1": ["42", "12", "10", "9", "8", "8", "81.0", "71", "54", "0"],
        "4_for_3.5_2": ["41", "20", "10", "10", "10", "10", "75.6", "83", "62", "0"],
        "4_for_4_1": ["45", "6", "3", "3", "3", "3", "93.3", "0", "69", "1"],
        "4_for_llama_1": ["45", "14", "10", "6", "6", "4", "91.1", "70", "36", "17"]}
    silent = [(r[0], r[1]) for r in rows(part, "rq4-engines") if r[-1] != "ran"]
    assert silent == [("4_for_4_1", "CodeQL")]
    pooled = {r[0]: r[2] for r in rows(part, "rq4-corrected")}
    assert pooled["4 fixes 3.5"] == "78.3 (65/83)" and len(pooled) == 4

"""Notebooks and Markdown: judged when named or asked for, every place that of the file itself; never rewritten."""
import json

import pytest
from program import BAD, CLEAN, FOUND, INCOMPLETE, suture

CODE = 'import os\nfrom flask import request\n\n\ndef ls():\n    name = request.args["dir"]\n    os.system("ls é\U0001f600 " + name)\n'
PAGE = "# A page\n\n- item:\n\n  ```python\n" + "".join("  " + line if line != "\n" else line for line in CODE.splitlines(True)) + \
       "  ```\n\n```sh\nrm -rf /\n```\n"


def cell(source, kind="code"):
    return {"cell_type": kind, "metadata": {}, "source": source}


def book(*cells, indent=1):
    return json.dumps({"cells": list(cells), "metadata": {"kernelspec": {"language": "python"}}, "nbformat": 4, "nbformat_minor": 5},
                      indent=indent, ensure_ascii=False)


BOOK = book(cell(["# title\n"], "markdown"), cell(["%matplotlib inline\n", "x = !ls\n"]), cell(CODE.splitlines(True)))


def findings(cwd, *args):
    r = suture("scan", "--profile", "audit", "--format", "json", *args, cwd=cwd)
    return r, r.json["findings"]


def covered(text, f):
    """What the finding's range holds in the file: lines and columns count from 1, columns in characters."""
    lines = text.splitlines(True)
    assert f["line"] == f["end_line"]
    return lines[f["line"] - 1][f["column"] - 1:f["end_column"] - 1]


def test_markdown(tmp_path):
    (tmp_path / "page.md").write_text(PAGE)
    r, (f,) = findings(tmp_path, "page.md")
    assert r.code == FOUND and covered(PAGE, f) == 'os.system("ls é\U0001f600 " + name)'
    assert [s["line"] for s in f["flows"][0]][0] == PAGE[:PAGE.index("name =")].count("\n") + 1
    assert f"(line {f['line'] - 1}:" in f["message"] and f["fix"] is None


def test_notebook(tmp_path):
    (tmp_path / "book.ipynb").write_text(BOOK)
    r, (f,) = findings(tmp_path, "book.ipynb")
    assert r.code == FOUND and covered(BOOK, f) == 'os.system(\\"ls é\U0001f600 \\" + name)'
    assert "request.args" in BOOK.splitlines()[f["flows"][0][0]["line"] - 1] and f["fix"] is None


def test_notebook_on_one_line(tmp_path):
    text = book(cell(CODE), indent=None)
    (tmp_path / "book.ipynb").write_text(text)
    _, (f,) = findings(tmp_path, "book.ipynb")
    assert f["line"] == 1 and covered(text, f) == 'os.system(\\"ls é\U0001f600 \\" + name)'


def test_sarif_places(tmp_path):
    (tmp_path / "page.md").write_text(PAGE)
    region = suture("scan", "--profile", "audit", "--format", "sarif", "page.md", cwd=tmp_path).json["runs"][0]["results"][0][
        "locations"][0]["physicalLocation"]["region"]
    units = PAGE.splitlines()[region["startLine"] - 1].encode("utf-16-le")
    assert units[2 * (region["startColumn"] - 1):2 * (region["endColumn"] - 1)].decode("utf-16-le").startswith("os.system(")


def test_in_folders_only_when_asked(tmp_path):
    (tmp_path / "book.ipynb").write_text(BOOK)
    (tmp_path / "page.md").write_text(PAGE)
    (tmp_path / "a.py").write_text(BAD)
    for args, paths in (((), ["a.py"]), (("--notebooks",), ["a.py", "book.ipynb"]), (("--markdown",), ["a.py", "page.md"])):
        assert [f["path"] for f in findings(tmp_path, *args, ".")[1]] == paths


def test_suppression_within(tmp_path):
    (tmp_path / "page.md").write_text(PAGE.replace("+ name)", "+ name)  # suture: ignore[command-injection] shown on purpose"))
    assert suture("scan", "page.md", cwd=tmp_path).code == CLEAN


@pytest.mark.parametrize("text", ["{", "[]", "x = 1", BOOK[:len(BOOK) // 2]])
def test_broken_notebook_is_not_clean(tmp_path, text):
    (tmp_path / "book.ipynb").write_text(text)
    r, _ = findings(tmp_path, "book.ipynb")
    assert r.code == INCOMPLETE and r.json["not_analysed"][0]["why"] == "is not a notebook: its JSON is broken"


def test_nothing_to_judge(tmp_path):
    (tmp_path / "page.md").write_text("# only words\n")
    (tmp_path / "r.ipynb").write_text(json.dumps({"cells": [cell("x <- 1")], "metadata": {"language_info": {"name": "R"}}}))
    assert suture("scan", "page.md", "r.ipynb", cwd=tmp_path).code == CLEAN


def test_fix_leaves_them(tmp_path):
    (tmp_path / "page.md").write_text(PAGE)
    r = suture("fix", "--write", "page.md", cwd=tmp_path)
    assert r.code == FOUND and (tmp_path / "page.md").read_text() == PAGE


def test_a_broken_cell_has_the_files_line(tmp_path):
    text = book(cell(["x = 1\n", "def f(:\n", "    pass\n"]))
    (tmp_path / "book.ipynb").write_text(text)
    r, _ = findings(tmp_path, "book.ipynb")
    assert r.code == INCOMPLETE and "def f(:" in text.splitlines()[r.json["not_analysed"][0]["line"] - 1]


def test_a_notebook_may_await_outside_of_a_function(tmp_path):
    cell = {"cell_type": "code", "source": "async with f() as x:\n    y = await x\n    [z async for z in y]"}
    (tmp_path / "a.ipynb").write_text(json.dumps({"cells": [cell]}))
    assert suture("scan", "a.ipynb", cwd=tmp_path).code == CLEAN

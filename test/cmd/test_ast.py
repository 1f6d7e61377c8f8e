"""suture ast: the tree as JSON, its exit codes, and files that hold Python among other things."""
import json

from program import suture


def nodes(tree, kind):
    if isinstance(tree, dict):
        if tree.get("_type") == kind:
            yield tree
        for value in tree.values():
            yield from nodes(value, kind)
    elif isinstance(tree, list):
        for value in tree:
            yield from nodes(value, kind)


def text_of(lines, node):
    assert node["lineno"] == node["end_lineno"]
    return lines[node["lineno"] - 1][node["col_offset"] : node["end_col_offset"]].decode()


def ast(path, *flags):
    done = suture("ast", *flags, str(path))
    return done, json.loads(done.out)


def names_stand_where_they_are_said(path, expected):
    done, tree = ast(path)
    assert done.code == 0, done.err
    lines = path.read_bytes().split(b"\n")
    found = list(nodes(tree, "Name"))
    assert [n["id"] for n in found] == expected
    for node in found:
        assert text_of(lines, node) == node["id"]
    return lines, tree


def test_markdown_positions_are_those_of_the_file(tmp_path):
    path = tmp_path / "notes.md"
    path.write_text(
        "# Héading\n\n```python\nimport os\nos.system(one)\n```\n\n1. item\n\n   ```py\n   if two:\n       three()\n   ```\n"
        "```sh\nrm -rf four\n```\n~~~ {.python}\n>>> five\n'six'\n>>> for seven in eight:\n...     nine\n~~~\n"
    )
    names_stand_where_they_are_said(path, ["os", "one", "two", "three", "five", "seven", "eight", "nine"])


def test_a_notebooks_positions_are_those_of_the_file(tmp_path):
    path = tmp_path / "work.ipynb"
    cells = [
        {"cell_type": "markdown", "source": ["no = 1\n"]},
        {"cell_type": "code", "source": ["%matplotlib inline\n", "one = \"t\\u00e9xt\\n\"\n", "if two:\n", "\t!ls {three}\n"]},
        {"cell_type": "code", "source": "%%bash\nno = 2"},
        {"cell_type": "code", "source": "four = await five(\"\"\"a\nb\"\"\")\n[x async for x in six()]"},
    ]
    path.write_text(json.dumps({"cells": cells, "metadata": {"kernelspec": {"language": "python"}}}, indent=1))
    lines, tree = names_stand_where_they_are_said(path, ["one", "two", "four", "five", "x", "x", "six"])
    call = next(nodes(tree, "Await"))
    assert text_of(lines, call) == r'await five(\"\"\"a\nb\"\"\")'


def test_a_document_without_python_is_an_empty_module(tmp_path):
    for name, text in (("a.md", "no code\n"), ("a.ipynb", "{}"), ("b.ipynb", "not json"), ("c.md", "")):
        path = tmp_path / name
        path.write_text(text)
        done, tree = ast(path)
        assert done.code == 0 and tree["body"] == []


def test_a_broken_block_costs_its_statement_only(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("```python\nx = (\n```\n\n```python\ny = 1\n```\n")
    done, tree = ast(path)
    assert done.code == 1
    assert "a.md:2:5: '(' was never closed" in done.err
    assert [n["id"] for n in nodes(tree, "Name")][-1] == "y"


def test_exit_code_is_whether_it_parses_and_in_which_version(tmp_path):
    path = tmp_path / "a.py"
    path.write_text("match x:\n    case 1: pass\n")
    assert ast(path)[0].code == 0
    assert ast(path, "--target-version", "3.9")[0].code == 1
    path.write_text("try: pass\nexcept A, B: pass\n")
    assert ast(path)[0].code == 0
    assert ast(path, "--target-version", "3.13")[0].code == 1
    path.write_text("await x\n")                      # right in a notebook only
    done, tree = ast(path)
    assert done.code == 1 and len(tree["body"]) == 1

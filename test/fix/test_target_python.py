"""Names that came with 3.9 are written where the project says that it runs on nothing older: by its metadata, by what its tools
write for, or by the file's own syntax. Where nothing says, what is written runs on 3.8."""
import os
import subprocess

import pytest

SUTURE = os.path.abspath(os.environ.get("SUTURE", "build/suture"))
CODE = """import pathlib
from flask import Flask, request

app = Flask(__name__)
BASE = pathlib.Path("data").absolute()


@app.get("/load")
def load():
    return (BASE / request.args["name"]).read_text()
"""
MATCH = "\n\ndef kind(x):\n    match x:\n        case 1:\n            return 'one'\n"
CLASSIFIERS = '"Programming Language :: Python :: 3",\n    "Programming Language :: Python :: 3.{}",\n    "Programming Language :: Python :: 3.12",'
NEW = [
    ("pyproject.toml", '[project]\nname = "x"\nrequires-python = ">=3.9"\n'),
    ("pyproject.toml", f'[project]\nname = "x"\nclassifiers = [\n    {CLASSIFIERS.format(10)}\n]\n'),
    ("pyproject.toml", '[tool.ruff]\ntarget-version = "py310"\n'),
    ("pyproject.toml", '[tool.black]\ntarget-version = ["py39", "py311"]\n'),
    ("setup.cfg", "[metadata]\nname = x\nclassifiers =\n    Programming Language :: Python :: 3.11\n    Programming Language :: Python :: 3.9\n"),
    ("setup.py", f"from setuptools import setup\nsetup(name='x', classifiers=[\n    {CLASSIFIERS.format(9)}\n])\n"),
    (".python-version", "3.12\n"),
]
OLD = [
    ("requirements.txt", "flask\n"),
    ("pyproject.toml", '[project]\nname = "x"\nrequires-python = ">=3.7"\n'),
    ("pyproject.toml", f'[project]\nname = "x"\nclassifiers = [\n    {CLASSIFIERS.format(8)}\n]\n'),
    ("pyproject.toml", '[tool.black]\ntarget-version = ["py311", "py38"]\n'),
    ("pyproject.toml", '[tool.ruff]\ntarget-version = 3\n'),
    ("setup.cfg", "[metadata]\nclassifiers =\n    Programming Language :: Python :: 3.8\n    Programming Language :: Python :: 3.11\n"),
    ("setup.py", f"setup(classifiers=[\n    {CLASSIFIERS.format(8)}\n])\n"),
]


def fixed(folder, files, code=CODE):
    for name, text in files:
        (folder / name).write_text(text)
    (folder / "app.py").write_text(code)
    run = subprocess.run([SUTURE, "fix", ".", "--write"], cwd=folder, capture_output=True, text=True,
                         env={**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "conf")})
    assert run.returncode in (0, 1, 3), run.stderr
    text = (folder / "app.py").read_text()
    assert text != code
    return text


@pytest.mark.parametrize("name,text", NEW)
def test_new(name, text, tmp_path):
    assert ".is_relative_to(" in fixed(tmp_path, [(name, text)])


@pytest.mark.parametrize("name,text", OLD)
def test_old(name, text, tmp_path):
    assert ".is_relative_to(" not in fixed(tmp_path, [(name, text)])


def test_a_developers_own_python_is_no_promise(tmp_path):
    files = [(".python-version", "3.12\n"), ("pyproject.toml", '[project]\nname = "x"\nrequires-python = ">=3.8"\n')]
    assert ".is_relative_to(" not in fixed(tmp_path, files)


def test_the_files_own_syntax(tmp_path):
    assert ".is_relative_to(" in fixed(tmp_path, [], CODE + MATCH)
    assert ".is_relative_to(" not in fixed(tmp_path, [])

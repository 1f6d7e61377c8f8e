"""Versions: a project's lists of dependencies and lock files decide the model lines that carry `until` or `since`."""
import time

import pytest
from program import suture

CODE = """
import tarfile
from flask import Flask, request
from lxml import etree
app = Flask(__name__)

@app.post("/x")
def x():
    return {"tag": etree.fromstring(request.data).tag}

@app.post("/y")
def y():
    with tarfile.open(fileobj=request.stream) as t:
        t.extractall("/srv")
    return {}
"""

NEW = [
    ("requirements.txt", "-r more.txt\n"),          # more.txt: below
    ("requirements.txt", 'lxml[html] >= 5.1, < 6 ; python_version > "3.8"  # parser\n'),
    ("requirements.txt", "lxml==5.2.1 \\\n    --hash=sha256:00\n"),
    ("requirements/base.txt", "LXML~=5.0\n"),
    ("pyproject.toml", '[project]\nname = "x"\ndependencies = ["lxml (>=5.0)"]\n'),
    ("pyproject.toml", '[tool.poetry.dependencies]\nlxml = {version = "^5.0", extras = ["html"]}\n'),
    ("pyproject.toml", '[tool.poetry.dependencies]\nlxml = "5.3"\n'),
    ("setup.cfg", "[options]\ninstall_requires =\n    flask\n    lxml>=5\n"),
    ("setup.py", 'from setuptools import setup\nsetup(name="x", install_requires=["flask", "lxml>=5.0"])\n'),
    ("Pipfile", '[packages]\nlxml = ">=5.0"\n'),
    ("Pipfile.lock", '{"default": {"lxml": {"version": "==5.1.0"}}}'),
    ("poetry.lock", '[[package]]\nname = "flask"\nversion = "3.0"\n[[package]]\nname = "lxml"\nversion = "5.1.0"\n'),
    ("uv.lock", 'version = 1\n[[package]]\nname = "lxml"\nversion = "5.1.0"\n'),
]
OLD = [
    ("requirements.txt", "lxml\nflask>=5.0\n"),
    ("requirements.txt", "lxml<5.0\nlxml-html-clean>=5.0\n"),
    ("requirements.txt", "lxml>=4.9\n"),
    ("poetry.lock", '[[package]]\nname = "lxml"\nversion = "4.9.4"\n'),
    ("uv.lock", '[[package]]\nname = "lxml'),            # no TOML
    ("Pipfile.lock", '{"default": ["lxml"]}'),
    ("setup.py", "install_requires=['lxml>=5.0'"),          # no end
]


def found(folder, name, text):
    (folder / "more.txt").write_text("lxml>=5.0\n")
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    (folder / "app.py").write_text(CODE)
    done = suture("scan", "--no-cache", "--format", "json", "app.py", cwd=folder, home=folder)
    return set(done.rules)


@pytest.mark.parametrize("name,text", NEW)
def test_a_version_that_is_safe(tmp_path, name, text):
    assert "xxe" not in found(tmp_path, name, text)


@pytest.mark.parametrize("name,text", OLD)
def test_the_oldest_that_is_allowed_counts(tmp_path, name, text):
    assert "xxe" in found(tmp_path, name, text)


def test_a_pin_is_stronger_than_a_range(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\ndependencies = ["lxml>=4"]\n')
    assert "xxe" not in found(tmp_path, "uv.lock", '[[package]]\nname = "lxml"\nversion = "5.4.0"\n')


@pytest.mark.parametrize("name,text,old", [
    ("pyproject.toml", '[project]\nname = "x"\nrequires-python = ">=3.14"\n', False),
    ("pyproject.toml", '[project]\nname = "x"\nrequires-python = ">=3.9"\n', True),
    (".python-version", "3.14.1\n", False),
    ("setup.cfg", "[options]\npython_requires = >=3.14\n", False),
    ("setup.py", "setup(python_requires='>=3.14')\n", False),
])
def test_the_language_has_versions_too(tmp_path, name, text, old):
    assert ("archive-traversal" in found(tmp_path, name, text)) == old


def test_a_change_of_the_list_is_seen_by_the_cache(tmp_path):
    (tmp_path / "app.py").write_text(CODE)
    rules = []
    for version in ("4.9", "5.0", "4.9"):
        (tmp_path / "requirements.txt").write_text(f"lxml=={version}\n")
        done = suture("scan", "--format", "json", ".", cwd=tmp_path, home=tmp_path)
        rules.append("xxe" in done.rules)
    assert rules == [True, False, True]


def test_lists_that_include_each_other_end(tmp_path):
    (tmp_path / "b.txt").write_text("-r requirements.txt\n-r ../nowhere.txt\n" * 300)
    began = time.monotonic()
    assert "xxe" not in found(tmp_path, "requirements.txt", "-r requirements.txt\n-r b.txt\n" * 300 + "lxml>=5.0\n")
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("name,text", [
    ("Pipfile.lock", "[" * 100000),
    ("pyproject.toml", "a = " + "[" * 100000),
    ("setup.py", "install_requires=['lxml>=5\0"),
    ("uv.lock", '[[package]]\nname = "lxml"\n[package.source]\nversion = "9.0"\n'),
    ("requirements.txt", "lxml[" + "x" * 100000),
])
def test_odd_lists_say_nothing(tmp_path, name, text):
    assert "xxe" in found(tmp_path, name, text)

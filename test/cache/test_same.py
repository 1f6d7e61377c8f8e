"""The same files give the same bytes: with 1 and 8 threads, in any order, in any folder, warm and cold.

What differs between equal runs stands in JSON's `volatile` alone.
"""
import random
import re
import shutil
from pathlib import Path

import pytest
from program import ROOT, suture
from project import Project

FORMATS = ["json", "sarif", "text"]


def reports(root, home, paths=(".",), *args):
    """All formats of one scan, as written; places that name the folder itself are made equal."""
    out = root.parent / "out"
    out.mkdir(exist_ok=True)
    shown = [a for f in FORMATS for a in ("--format", "%s=%s" % (f, out / f))]
    r = suture("scan", *paths, "--profile", "audit", *shown, *args, cwd=root, home=home, timeout=600)
    assert r.code in (0, 1, 3), r.err
    texts = {f: (out / f).read_text() for f in FORMATS}
    texts["json"] = texts["json"].split('"volatile"')[0]
    texts["sarif"] = re.sub(r"file://[^\"]*", "file://", texts["sarif"])
    return texts, r.code


def same(a, b):
    for f in FORMATS:
        assert a[0][f] == b[0][f], f
    assert a[1] == b[1]


def check(root, home, copy, rng):
    files = sorted(str(p.relative_to(root)) for p in root.rglob("*.py"))
    one = reports(root, home, (".",), "--no-cache", "--threads", "1")
    assert '"rule": ' in one[0]["json"]
    same(one, reports(root, home, (".",), "--no-cache", "--threads", "8"))
    shutil.copytree(root, copy)
    same(one, reports(copy, home, (".",), "--no-cache", "--threads", "3"))
    same(one, reports(root, home))
    same(one, reports(root, home))
    named = reports(root, home, files, "--no-cache", "--threads", "1")
    rng.shuffle(files)
    same(named, reports(root, home, files, "--no-cache", "--threads", "8"))
    rng.shuffle(files)
    same(named, reports(copy, home, files))


@pytest.mark.parametrize("seed", range(1000, 1003))
def test_generated_project(seed, tmp_path):
    project = Project(tmp_path / "p", seed, files=14)
    for _ in range(10):
        project.edit()
    check(project.root, tmp_path, tmp_path / "elsewhere" / "deeper", random.Random(seed))


def test_fixtures(tmp_path):
    """The flow fixtures, and every fifth rule's, as one project."""
    root = tmp_path / "p"
    shutil.copytree(ROOT / "test" / "flow", root / "flow", ignore=shutil.ignore_patterns("test_*.py", "__pycache__"))
    for folder in sorted((ROOT / "test" / "rule").iterdir())[::5]:
        if folder.is_dir():
            shutil.copytree(folder, root / "rule" / folder.name, ignore=shutil.ignore_patterns("__pycache__"))
    check(root, tmp_path, tmp_path / "elsewhere" / "deeper", random.Random(7))


def test_a_project_of_many_files_is_walked_alike(tmp_path):
    """Above 4,000 files each thread reads modules by itself: nothing of it shows."""
    project = Project(tmp_path / "p", 5, files=12)
    few = reports(project.root, tmp_path, (".",), "--no-cache")
    for i in range(4100):
        (project.root / ("zz%d.py" % i)).write_text("x%d = %d\n" % (i, i))
    many = reports(project.root, tmp_path, (".",), "--no-cache", "--threads", "4")
    again = reports(project.root, tmp_path, (".",), "--threads", "1")
    same(many, again)
    same(many, reports(project.root, tmp_path, (".",)))
    found = re.findall(r'"rule": "([^"]*)", .*?"line": (\d+)', few[0]["json"])
    assert found == re.findall(r'"rule": "([^"]*)", .*?"line": (\d+)', many[0]["json"])

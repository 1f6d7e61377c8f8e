"""What is shown of a large package, where most functions need no walk of their own: all that the audit says surely enough."""
import json
import os
import pathlib
import shutil
import subprocess

import pytest

HERE = pathlib.Path(__file__).parent
SUTURE = os.environ.get("SUTURE") or str(HERE.parent.parent / "build" / "suture")


def scan(at, *options):
    done = subprocess.run([SUTURE, "scan", "--no-config", "--no-cache", "--all-files", "--format", "json", *options, "shop"],
                          cwd=at, capture_output=True, text=True, timeout=300)
    found = json.loads(done.stdout)
    assert not found["not_analysed"]
    return {(f["path"], f["line"], f["rule"], f["confidence"]) for f in found["findings"]}


@pytest.mark.parametrize("name, least", [("f{}.py", 400), ("test_f{}.py", 10)])
def test_default_is_the_sure_part_of_the_audit(tmp_path, name, least):
    """Every fixture of the rules and of flow as a module of one package, each asked for by another; and as a test of it."""
    shop = tmp_path / "shop"
    shop.mkdir()
    (shop / "__init__.py").write_text("")
    folders = [HERE, HERE.parent / "flow", HERE.parent / "fix"]
    fixtures = sorted(p for folder in folders for p in folder.rglob("*.py") if p.parent not in folders)
    for i, path in enumerate(fixtures):
        shutil.copy(path, shop / name.format(i))
        (shop / f"m{i}.py").write_text(f"import shop.{name.format(i)[:-3]}\n")
    every = scan(tmp_path, "--profile", "audit")
    sure = {f for f in every if f[3] != "low"}
    assert len(fixtures) > 500 and len(sure) > least
    assert len(every) > len(sure) + 100                         # it is a package: much is low in it
    assert scan(tmp_path) == sure

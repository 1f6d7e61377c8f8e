"""Three properties of built-in repair, over every before-file of pairs/, every program of behaviour/, and, where the
shared data lies beside the project, SecurityEval's insecure programs and the study's RQ1 files: what parsed still parses; a
second run changes nothing; every function and class is there with its parameters.
"""
import ast
import json
import os
import pathlib
import re
import subprocess
import tarfile
import warnings

import pytest

HERE = pathlib.Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "data"
SUTURE = os.path.abspath(os.environ.get("SUTURE", "build/suture"))


def own():
    for path in sorted((HERE / "pairs").glob("*.before.py")):
        yield f"pairs/{path.name}", path.read_text()
    for path in sorted((HERE / "behaviour").glob("*.txt")):
        yield f"behaviour/{path.stem}.py", path.read_text().split("\n--- works\n")[0] + "\n"


def security_eval():
    for line in open(SHARED / "securityeval.jsonl", encoding="utf8"):
        row = json.loads(line)
        yield row["ID"], row["Insecure_code"]


def study():
    with tarfile.open(SHARED / "replication-part.tar.gz") as tar:
        for member in tar:
            if member.isfile() and "RQ1/generated" in member.name and member.name.endswith(".py"):
                yield member.name.split("RQ1/")[1], tar.extractfile(member).read().decode("utf8", "replace")


CORPORA = {"own": own, "securityeval": security_eval, "rq1": study}


def parsed(text):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError):
            return None


def interface(node, prefix=""):
    """Each function's and class's dotted name, with the parameters it takes."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            a = child.args
            yield prefix + child.name, [x.arg for x in [*a.posonlyargs, *a.args, *a.kwonlyargs]] + [len(a.defaults)]
            yield from interface(child, prefix + child.name + ".")
        elif isinstance(child, ast.ClassDef):
            # a loader of the program's own may begin with the safe one
            yield prefix + child.name, [re.sub(r"\w*Loader$", "Loader", ast.unparse(b)) for b in child.bases]
            yield from interface(child, prefix + child.name + ".")
        else:
            yield from interface(child, prefix)


def fix(folder, *options):
    run = subprocess.run([SUTURE, "fix", ".", "--no-config", "--profile", "audit", "--format", "json", *options], cwd=folder,
                         capture_output=True, text=True)
    assert run.returncode in (0, 1, 3), run.stderr
    return json.loads(run.stdout)["files"]


@pytest.mark.parametrize("options", [[], ["--review"]], ids=["safe", "review"])
@pytest.mark.parametrize("corpus", CORPORA)
def test_properties(corpus, options, tmp_path):
    if corpus != "own" and not SHARED.is_dir():
        pytest.skip("the shared data is not beside the project")
    files = dict(CORPORA[corpus]())
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf8")
    changed = sum(f["changed"] for f in fix(tmp_path, "--write", *options))
    assert changed > len(files) / 20
    again = [f["path"] for f in fix(tmp_path, *options) if f["changed"]]
    assert not again
    for name, text in files.items():
        before, after = parsed(text), parsed((tmp_path / name).read_text(encoding="utf8"))
        if before is None:
            continue
        assert after is not None, f"{name} no longer parses"
        now = list(interface(after))
        lost = [entry for entry in interface(before) if entry not in now]
        assert not lost, f"{name}: {lost}"

# Flow fixtures. `# want: rule` on a line: a finding there; every other line must be silent. Known faults stand as
# `# miss: rule` (should fire, does not) and `# noise: rule` (fires, should not): they are counted, and one that
# heals fails until the mark is taken away. A file is scanned by itself, a folder as one project.
import json
import os
import pathlib
import re
import shutil
import subprocess

import pytest

HERE = pathlib.Path(__file__).parent
SUTURE = os.environ.get("SUTURE") or str(HERE.parent.parent / "build" / "suture")
MARK = re.compile(r"# (want|miss|noise): ([a-z0-9-]+(?:, *[a-z0-9-]+)*)")


def scan(path):
    done = subprocess.run([SUTURE, "scan", "--no-config", "-q", "--format", "json", str(path)],
                          capture_output=True, text=True, timeout=120)
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)["findings"]


def marks(files):
    found = {"want": set(), "miss": set(), "noise": set()}
    for file in files:
        for number, line in enumerate(file.read_text().splitlines(), 1):
            for kind, rules in MARK.findall(line):
                found[kind] |= {(file.name, number, rule.strip()) for rule in rules.split(",")}
    return found


def targets():
    for path in sorted(HERE.iterdir()):
        if path.suffix == ".py" and not path.name.startswith("test_"):
            yield pytest.param(path, [path], id=path.stem)
        elif path.is_dir() and list(path.rglob("*.py")) and path.name != "__pycache__":
            yield pytest.param(path, sorted(path.rglob("*.py")), id=path.name)


@pytest.mark.parametrize("path,files", list(targets()))
def test_flow(path, files):
    said = marks(files)
    got = {(pathlib.Path(f["path"]).name, f["line"], f["rule"]) for f in scan(path)}
    wrong = [f"missing     {row}" for row in sorted(said["want"] - got)]
    wrong += [f"unexpected  {row}" for row in sorted(got - said["want"] - said["noise"] - said["miss"])]
    wrong += [f"healed miss {row}" for row in sorted(said["miss"] & got)]
    wrong += [f"gone noise  {row}" for row in sorted(said["noise"] - got)]
    assert not wrong, "\n" + "\n".join(wrong)


# ** of an object of more fields than a dictionary keeps (a scan of a package died of it)
def test_many_keywords(tmp_path):
    fields = "".join(f"        self.f{i} = a + {i}\n" for i in range(190))
    program = tmp_path / "many.py"
    program.write_text("import os\n\nimport flask\n\n\nclass Big:\n    def __init__(self, a):\n" + fields +
                       "\n\ndef run(f189, **rest):\n    os.system(f189)\n\n\n"
                       "def go():\n    run(**vars(Big(flask.request.args['n'])))\n"
                       "    return run(x=1, **vars(Big('3')), y=2), run(**vars(Big('5')))\n")
    assert [f["rule"] for f in scan(program)] == ["command-injection"]


# Each look at a form's data follows each method that cleans a field: of very many not all are, and none is lost
def test_many_cleanings(tmp_path):
    fields = "".join(f"    n{i} = forms.CharField()\n" for i in range(40))
    methods = "".join(f"\n    def clean_n{i}(self):\n        return self.cleaned_data['n{i}'] + self.cleaned_data['n0']\n"
                      for i in range(40))
    views = "".join(f"\n\ndef view{v}(request):\n    form = Words(request.POST)\n    if form.is_valid():\n" +
                    "".join(f"        print(form.cleaned_data['n{i}'])\n" for i in range(40)) +
                    "        os.system(form.cleaned_data['n1'])\n" for v in range(30))
    program = tmp_path / "many.py"
    program.write_text("import os\n\nfrom django import forms\n\n\nclass Words(forms.Form):\n" + fields + methods +
                       views)
    assert [f["rule"] for f in scan(program)] == ["command-injection"] * 30


# In a package of dozens of modules the words of a file say what in it is walked
@pytest.mark.parametrize("name", ["handed_library"])
def test_among_dozens(tmp_path, name):
    package = tmp_path / "shop"
    shutil.copytree(HERE / name, package)
    for i in range(60):
        (package / f"more{i}.py").write_text(f"from . import more0\n\n\ndef more{i}(a):\n    return a + {i}\n")
    got = {(pathlib.Path(f["path"]).name, f["line"], f["rule"]) for f in scan(tmp_path)}
    assert got == marks(sorted(package.rglob("*.py")))["want"]


# Models within models, each with very many of its own: not all are looked into, and nothing is lost
def test_many_models(tmp_path):
    fields = "".join(f"    f{i}: Optional['Part'] = None\n" for i in range(60))
    handlers = "".join(f"\n\n@app.post('/p{i}')\ndef p{i}(part: Part):\n    os.system('ls ' + part.f1.f2.name)\n"
                       for i in range(20))
    program = tmp_path / "many.py"
    program.write_text("import os\nfrom typing import Optional\n\nfrom fastapi import FastAPI\nfrom pydantic import BaseModel\n\n"
                       "app = FastAPI()\n\n\nclass Part(BaseModel):\n    name: str\n" + fields + handlers)
    assert [f["rule"] for f in scan(program)] == ["command-injection"] * 20


def test_many_serializers(tmp_path):
    classes = "class S0(serializers.Serializer):\n    name = serializers.CharField()\n"
    for i in range(1, 6):
        classes += f"\n\nclass S{i}(serializers.Serializer):\n    name = serializers.CharField()\n" + \
            "".join(f"    f{k} = S{i - 1}()\n" for k in range(20))
    program = tmp_path / "many.py"
    program.write_text("import os\n\nfrom rest_framework import serializers, views\n\n\n" + classes +
                       "\n\nclass Page(views.APIView):\n    def post(self, request):\n        s = S5(data=request.data)\n"
                       "        s.is_valid(raise_exception=True)\n        os.system('ls ' + s.validated_data['f0']['name'])\n")
    assert [f["rule"] for f in scan(program)] == ["command-injection"]

"""A warm scan says what a cold one says, byte for byte, and analyses only what a change reaches.

The text of `volatile` (seconds, files reused) is all that may differ. CACHE_SEEDS sets how many generated projects
are edited (8 edits each).
"""
import json
import os
import random
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from program import BAD, BIN, CLEAN, clean_env, suture
from project import Project

SEEDS = int(os.environ.get("CACHE_SEEDS", "5"))
OLD = time.time() - 1000


def scan(root, home, *args, cwd=None):
    r = suture("scan", ".", "--format", "json", "--profile", "audit", *args, cwd=cwd or root, home=home)
    assert r.code in (0, 1, 3), r.err
    body, volatile = r.out.split('"volatile": ')
    return body, json.loads(volatile.rstrip()[:-1])["reused"], r


def age(root):
    """Files older than the scan to come, so that they may go unread."""
    for path in Path(root).rglob("*.py"):
        os.utime(path, (OLD, OLD))


def write(root, files):
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


@pytest.fixture
def home(tmp_path):
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.mark.parametrize("seed", range(SEEDS))
def test_warm_equals_cold(seed, tmp_path, home):
    project = Project(tmp_path / "p", seed)
    reused, history = 0, []
    scan(project.root, home)
    for turn in range(8):
        if random.Random(seed * 100 + turn).random() < 0.3:
            age(project.root)
        for _ in range(1 + turn % 2):
            history.append(project.edit())
        warm, again, _ = scan(project.root, home)
        cold, none, _ = scan(project.root, home, "--no-cache")
        assert none == 0
        assert warm == cold, history
        reused += again
    assert reused > 0, "nothing was ever reused: the test tests nothing"


APP = "from flask import Flask, request\nfrom lib import run\napp = Flask(__name__)\n\n\n@app.route('/')\n" \
      "def index():\n    return run(request.args['q'])\n"
LIB = "import os\nfrom conv import clean\n\n\ndef run(x):\n    os.system('ls ' + clean(x))\n    return 'ok'\n"
BASE = {"app.py": APP, "lib.py": LIB, "conv.py": "import shlex\n\n\ndef clean(x):\n    return shlex.quote(x)\n",
        "far.py": "import os\n\n\ndef alone(x):\n    return len(x)\n"}


def step(root, home, files, removed=()):
    """The project after a change: (rules found, files reused), the same as a cold scan's."""
    write(root, files)
    for name in removed:
        (root / name).unlink()
    age(root)
    warm, reused, r = scan(root, home)
    assert warm == scan(root, home, "--no-cache")[0]
    return [f["rule"] for f in json.loads(r.out)["findings"]], reused


def test_unchanged_is_not_read(tmp_path, home):
    root = tmp_path / "p"
    write(root, BASE)
    age(root)
    first, none, _ = scan(root, home)
    assert none == 0
    again, reused, _ = scan(root, home)
    assert again == first and reused == 4


def test_unchanged_files_go_unread(tmp_path, home):
    root = tmp_path / "p"
    write(root, dict(BASE, **{"big.py": "x = 1\n"}))
    age(root)
    scan(root, home)
    (root / "big.py").chmod(0o000)                    # another mode: looked at again, and then it can't be read
    if os.access(root / "big.py", os.R_OK):
        pytest.skip("root reads what nobody may")
    assert scan(root, home)[0] == scan(root, home, "--no-cache")[0]


def test_new_time_same_bytes(tmp_path, home):
    root = tmp_path / "p"
    write(root, BASE)
    scan(root, home)
    for path in root.rglob("*.py"):
        path.touch()
    assert scan(root, home)[1] == 4


def test_same_size_same_time_other_bytes_right_after(tmp_path, home):
    """A change within the clock's step of the scan: the time says nothing, the bytes do."""
    root = tmp_path / "p"
    write(root, {"a.py": "import os\nos.system('a')\n", "b.py": "x = 1\n"})
    scan(root, home)
    stat = (root / "a.py").stat()
    (root / "a.py").write_text("import sys;eval(sys.argv)".ljust(stat.st_size)[:stat.st_size])
    os.utime(root / "a.py", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert scan(root, home)[0] == scan(root, home, "--no-cache")[0]


def test_only_what_depends_is_walked(tmp_path, home):
    root = tmp_path / "p"
    write(root, BASE)
    step(root, home, {})
    rules, reused = step(root, home, {"far.py": "import os\n\n\ndef alone(x):\n    return len(x) + 1\n"})
    assert rules == [] and reused == 3
    rules, reused = step(root, home, {"conv.py": "import shlex\n\n\ndef clean(x):\n    return x\n"})
    assert rules == ["command-injection"] and reused == 1          # all but far.py rest on conv.py
    rules, reused = step(root, home, {"conv.py": BASE["conv.py"]})
    assert rules == [] and reused == 1


def test_a_star_import_brings_a_name_later(tmp_path, home):
    """A module of which only the index was looked at: it may bind the name after its next change."""
    root = tmp_path / "p"
    clean = "import shlex\n\n\ndef clean(x):\n    return %s\n"
    app = "import os, sys\nfrom lib import clean\n\nos.system('ls ' + clean(sys.argv[1]))\n"
    write(root, {"app.py": app, "lib/__init__.py": "from .near import *\nfrom .far import *\n", "lib/far.py": clean % "x",
                 "lib/near.py": "from .deep import *\n", "lib/deep.py": "def other(x):\n    return x\n"})
    assert step(root, home, {})[0] == ["command-injection"]
    assert step(root, home, {"lib/far.py": clean % "shlex.quote(x)"})[0] == []
    assert step(root, home, {"lib/deep.py": clean % "x"})[0] == ["command-injection"]         # one of both
    assert step(root, home, {"lib/deep.py": "__all__ = ['shlex']\n" + clean % "x"})[0] == []
    assert step(root, home, {"lib/near.py": clean % "x"})[0] == ["command-injection"]


def test_sink_in_a_file_that_did_not_change(tmp_path, home):
    root = tmp_path / "p"
    write(root, dict(BASE, **{"conv.py": "def clean(x):\n    return x\n"}))
    assert step(root, home, {})[0] == ["command-injection"]
    rules, _ = step(root, home, {"app.py": APP.replace("request.args['q']", "'fixed'")})
    assert rules == []
    assert step(root, home, {"app.py": APP})[0] == ["command-injection"]


def test_constant_of_a_caller_in_another_file(tmp_path, home):
    root = tmp_path / "p"
    app = "from net import get\n\n\ndef main():\n    return get(%s)\n"
    net = "import requests\n\n\ndef get(v):\n    return requests.get('https://a.example.org', verify=v, timeout=5)\n"
    write(root, {"net.py": net, "app.py": app % "False", "far.py": BASE["far.py"]})
    assert step(root, home, {})[0] == ["tls-no-verify"]
    assert step(root, home, {"far.py": "x = 1\n"})[0] == ["tls-no-verify"]
    assert step(root, home, {"app.py": app % "True"})[0] == []
    assert step(root, home, {"app.py": app % "False"})[0] == ["tls-no-verify"]
    assert step(root, home, {}, ["app.py"])[0] == []


def test_add_the_first_caller_elsewhere(tmp_path, home):
    root = tmp_path / "p"
    lib = {"lib.py": "import os\n\n\ndef run(x):\n    os.system('ls ' + x)\n", "far.py": BASE["far.py"]}
    write(root, lib)
    assert step(root, home, {})[0] == ["command-injection"]        # a public function that nobody calls
    rules, reused = step(root, home, {"main.py": "from lib import run\nrun('fixed')\n"})
    assert rules == [] and reused == 1
    assert step(root, home, {}, ["main.py"])[0] == ["command-injection"]


def test_add_a_missing_module(tmp_path, home):
    root = tmp_path / "p"
    write(root, dict(BASE))
    (root / "conv.py").unlink()
    before = step(root, home, {})[0]
    rules, reused = step(root, home, {"conv.py": BASE["conv.py"]})
    assert before == ["command-injection"] and rules == [] and reused == 1
    assert step(root, home, {}, ["conv.py"])[0] == before


def test_a_module_that_shadows(tmp_path, home):
    root = tmp_path / "p"
    files = {"pkg/__init__.py": "", "pkg/app.py": APP.replace("from lib", "from pkg.lib"),
             "pkg/lib.py": LIB.replace("from conv", "from helpers.conv"), "helpers/conv.py": BASE["conv.py"]}
    write(root, files)
    assert step(root, home, {})[0] == []
    rules, _ = step(root, home, {"pkg/helpers/__init__.py": "", "pkg/helpers/conv.py": "def clean(x):\n    return x\n"})
    assert isinstance(rules, list)


def test_change_a_re_export(tmp_path, home):
    root = tmp_path / "p"
    files = {"pkg/__init__.py": "from .safe import clean\n", "pkg/safe.py": BASE["conv.py"],
             "pkg/raw.py": "def clean(x):\n    return x\n", "app.py": APP, "lib.py": LIB.replace("from conv", "from pkg")}
    write(root, files)
    assert step(root, home, {})[0] == []
    assert step(root, home, {"pkg/__init__.py": "from .raw import clean\n"})[0] == ["command-injection"]


def test_add_an_override_and_change_a_base(tmp_path, home):
    root = tmp_path / "p"
    files = {"base.py": "import shlex\n\n\nclass Base:\n    def clean(self, x):\n        return shlex.quote(x)\n",
             "raw.py": "class Base:\n    def clean(self, x):\n        return x\n",
             "kid.py": "from base import Base\n\n\nclass Kid(Base):\n    pass\n", "app.py": APP,
             "lib.py": "import os\nfrom kid import Kid\n\n\ndef run(x):\n    os.system('ls ' + Kid().clean(x))\n"}
    write(root, files)
    assert step(root, home, {})[0] == []
    own = "from base import Base\n\n\nclass Kid(Base):\n    def clean(self, x):\n        return x\n"
    assert step(root, home, {"kid.py": own})[0] == ["command-injection"]
    assert step(root, home, {"kid.py": files["kid.py"]})[0] == []
    assert step(root, home, {"kid.py": files["kid.py"].replace("from base", "from raw")})[0] == ["command-injection"]


def test_rename_and_a_new_package_marker(tmp_path, home):
    root = tmp_path / "p"
    write(root, {"web/app.py": APP.replace("from lib", "from web.lib"), "web/lib.py": LIB.replace("from conv", "from web.conv"),
                 "web/conv.py": "def clean(x):\n    return x\n"})
    assert step(root, home, {})[0] == ["command-injection"]
    assert step(root, home, {"web/__init__.py": ""})[0] == ["command-injection"]
    assert step(root, home, {"web/convs.py": "def clean(x):\n    return x\n"}, ["web/conv.py"])[0] == ["command-injection"]


def test_options_do_not_share_what_decides(tmp_path, home):
    root = tmp_path / "p"
    write(root, dict(BASE, **{"conv.py": "def clean(x):\n    return x\n"}))
    (tmp_path / "own.model").write_text("clean conv.clean(0) shell\n")
    age(root)
    for args in ([], ["--target-version", "3.8"], ["--knowledge", str(tmp_path / "own.model")], ["--profile", "strict"],
                 ["--select", "ssrf"], ["--min-severity", "high"], ["--max-size", "100"], []):
        warm = suture("scan", ".", "--format", "json", *args, cwd=root, home=home).out.split('"volatile"')[0]
        cold = suture("scan", ".", "--format", "json", "--no-cache", *args, cwd=root, home=home).out.split('"volatile"')[0]
        assert warm == cold, args


def cache_files(home):
    return sorted((home / ".cache" / "suture").glob("*.cache"))


@pytest.mark.parametrize("harm", ["half", "empty", "bit", "tail", "folder", "text", "magic"])
def test_broken_cache(harm, tmp_path, home):
    root = tmp_path / "p"
    write(root, dict(BASE, **{"conv.py": "def clean(x):\n    return x\n"}))
    age(root)
    good = scan(root, home)[0]
    (file,) = cache_files(home)
    bytes_ = bytearray(file.read_bytes())
    if harm == "half":
        file.write_bytes(bytes_[:len(bytes_) // 2])
    elif harm == "empty":
        file.write_bytes(b"")
    elif harm == "bit":
        bytes_[len(bytes_) // 3] ^= 16
        file.write_bytes(bytes_)
    elif harm == "tail":
        file.write_bytes(bytes_ + b"more")
    elif harm == "text":
        file.write_text("x = 1\n" * 100)
    elif harm == "magic":
        file.write_bytes(b"suture 1" + os.urandom(400))
    else:
        file.unlink()
        file.mkdir()
    _, reused, r = scan(root, home)
    assert reused == 0
    assert json.loads(r.out)["findings"] == json.loads(good + '"v": 0}')["findings"]
    if harm != "folder":
        assert scan(root, home)[1] == 4


def test_folder_that_cannot_be_written(tmp_path, home):
    root = tmp_path / "p"
    write(root, BASE)
    (home / ".cache").write_text("a file where the folder would be")
    r = suture("scan", ".", cwd=root, home=home)
    assert r.code == CLEAN and r.err.count("no cache is kept") == 1


def test_several_at_once(tmp_path, home):
    root = tmp_path / "p"
    write(root, dict(BASE, **{"m%d.py" % i: BAD for i in range(12)}))
    age(root)
    want = scan(root, home, "--no-cache")[0]
    runs = [subprocess.Popen([BIN, "scan", ".", "--format", "json", "--profile", "audit"], cwd=root, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, env=clean_env(home)) for _ in range(6)]
    for run in runs:
        assert run.communicate(timeout=100)[0].decode().split('"volatile": ')[0] == want
    assert len(cache_files(home)) == 1 and scan(root, home)[1] == 16
    assert [p.name for p in (home / ".cache" / "suture").iterdir()] == [cache_files(home)[0].name]


def test_fix_uses_it_and_leaves_the_same_diff(tmp_path, home):
    root = tmp_path / "p"
    write(root, {"app.py": BAD, "lib.py": LIB, "conv.py": BASE["conv.py"]})
    age(root)
    first = suture("fix", ".", cwd=root, home=home).out
    assert suture("fix", ".", cwd=root, home=home).out == first == suture("fix", ".", "--no-cache", cwd=root, home=home).out
    assert "shlex" in first or "subprocess" in first


def test_info_and_clean(tmp_path, home):
    root = tmp_path / "p"
    write(root, BASE)
    scan(root, home)
    assert "1 project," in suture("cache", cwd=root, home=home).out
    assert "1 project," in suture("cache", "clean", cwd=root, home=home).out
    assert cache_files(home) == []
    assert suture("cache", "wash", cwd=root, home=home).code == 2


def test_no_cache_leaves_nothing(tmp_path, home):
    root = tmp_path / "p"
    write(root, BASE)
    scan(root, home, "--no-cache")
    assert not (home / ".cache").exists()


def test_another_folder_is_another_project(tmp_path, home):
    root = tmp_path / "p"
    write(root, dict(BASE, **{"conv.py": "def clean(x):\n    return x\n"}))
    age(root)
    scan(root, home)
    shutil.copytree(root, tmp_path / "q")
    body, reused, _ = scan(tmp_path / "q", home)
    assert reused == 0 and body == scan(root, home)[0]


def test_a_file_alone(tmp_path, home):
    """A file that takes long is remembered; what it is beside others is another question."""
    body = "".join("def f%d(a):\n    return [f%d(a), f%d(a)]\n\n\n" % (i, (i * 7 + 1) % 400, (i * 3 + 2) % 400) for i in range(400))
    write(tmp_path / "p", {"one.py": "import os, sys\n\n\n" + body + "os.system(f0(sys.argv[1]))\n"})
    age(tmp_path / "p")

    def one(*args):
        r = suture("scan", "one.py", "--format", "json", "--profile", "audit", *args, cwd=tmp_path / "p", home=home)
        text, volatile = r.out.split('"volatile": ')
        return text, json.loads(volatile.rstrip()[:-1])["reused"]
    cold = one("--no-cache")
    assert one() == cold and cold[1] == 0
    assert one() == (cold[0], 1)
    write(tmp_path / "p", {"one.py": "print(1)\n"})
    assert one() == one("--no-cache")


REGISTRY = {"registry.py": "REG = {}\nlast = {}\n",
            "app.py": "from flask import Flask, request\nfrom registry import REG\napp = Flask(__name__)\n\n\n"
                      "@app.route('/')\ndef index():\n    REG['a'](request.args['q'])\n    return 'ok'\n",
            "show.py": "import os\nfrom flask import Blueprint, g\nfrom registry import last\nb = Blueprint('s', __name__)\n"
                       "\n\n@b.route('/s')\ndef show():\n    os.system('ls %s' % last['q'])\n    return 'ok'\n\n\n"
                       "@b.route('/g')\ndef kept():\n    eval(g.kept)\n    return 'ok'\n"}
HANDLERS = "import os\nfrom registry import REG\n\n\ndef go(x):\n    os.system('ls ' + x)\n\n\nREG['a'] = go\n"
SETS = "from flask import Blueprint, request\nfrom registry import last\nb = Blueprint('t', __name__)\n\n\n" \
       "@b.route('/t')\ndef leave():\n    last['q'] = request.args['q']\n    return 'ok'\n"
HOOK = "from flask import g, request\n\n\ndef install(app):\n    @app.before_request\n    def keep():\n" \
       "        g.kept = request.args['k']\n"


def test_what_files_do_that_nobody_imports(tmp_path, home):
    """A file that fills a register, sets shared state or a request's field comes, changes and goes."""
    def dangerous(files, removed=()):
        rules = step(tmp_path / "p", home, files, removed)[0]
        return rules.count("command-injection"), rules.count("code-injection")

    assert dangerous(REGISTRY) == (0, 0)
    assert dangerous({"handlers.py": HANDLERS}) == (1, 0)
    assert dangerous({"sets.py": SETS}) == (2, 0)
    assert dangerous({"hook.py": HOOK}) == (2, 1)
    assert dangerous({"hook.py": HOOK.replace("request.args['k']", "'1 + 1'")}) == (2, 0)
    assert dangerous({}, ["handlers.py"]) == (1, 0)
    assert dangerous({"sets.py": SETS.replace("from registry import last\n", "last = {}\n")}) == (0, 0)
    assert dangerous({"sets.py": SETS}) == (1, 0)
    assert dangerous({}, ["sets.py"]) == (0, 0)

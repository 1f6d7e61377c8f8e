"""Projects that are wrong in some way: a diagnostic where something was not analysed, and the rest is analysed."""
import os
import subprocess
import threading
import time

import pytest
from program import BIN, CLEAN, FOUND, INCOMPLETE, clean_env, suture

GOOD = "import os\nfrom flask import Flask, request\napp = Flask(__name__)\n\n\n@app.get('/')\ndef index():\n" \
       "    os.system(request.args['q'])\n    return ''\n"


def write(root, files):
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        data = text if isinstance(text, bytes) else text.encode()
        (root / name).write_bytes(data)


def scan(root, *args):
    r = suture("scan", ".", "--format", "json", *args, cwd=root, home=root / "home", timeout=120)
    assert r.code in (CLEAN, FOUND, INCOMPLETE), r.err
    warm = suture("scan", ".", "--format", "json", *args, cwd=root, home=root / "home", timeout=120)
    assert warm.out.split('"volatile"')[0] == r.out.split('"volatile"')[0]
    return [(f["path"], f["rule"]) for f in r.json["findings"]], {m["path"]: m["why"] for m in r.json["not_analysed"]}


FOUND_IT = ("app.py", "command-injection")


def test_broken_module_that_others_import(tmp_path):
    write(tmp_path, {"app.py": GOOD.replace("import os\n", "import os\nfrom lib import helper\n"),
                     "lib.py": "def helper(x:\n    return x\n\n\ndef fine(y):\n    return y\n"})
    found, missing = scan(tmp_path)
    assert FOUND_IT in found and "does not parse" in missing["lib.py"]


def test_missing_module(tmp_path):
    write(tmp_path, {"app.py": "from nowhere import helper, other\nimport gone.deep as g\nfrom . import sibling\n"
                     "from ..far import x\nfrom .....beyond import y\n" + GOOD
                     + "\n\n@app.get('/x')\ndef x():\n    os.system(helper(request.args['q']))\n    return g.x(sibling, y)\n"})
    found, missing = scan(tmp_path)
    assert found.count(FOUND_IT) == 2 and not missing


def test_module_that_shadows_the_standard_library(tmp_path):
    write(tmp_path, {"app.py": GOOD, "pkg/__init__.py": "", "pkg/os.py": "def system(x):\n    return x\n",
                     "pkg/use.py": "from . import os\nfrom flask import request\n\n\ndef use():\n    os.system(request.args['q'])\n",
                     "pkg/sub/os/__init__.py": "raise SystemExit\n"})
    found, _ = scan(tmp_path)
    assert FOUND_IT in found and ("pkg/use.py", "command-injection") not in found


def test_two_modules_of_one_name(tmp_path):
    write(tmp_path, {"a/util.py": "import os\n\n\ndef run(x):\n    os.system(x)\n", "b/util.py": "def run(x):\n    return x\n",
                     "a/app.py": GOOD.replace("os.system", "util.run").replace("import os", "import util"),
                     "b/app.py": GOOD.replace("os.system", "util.run").replace("import os", "import util"),
                     "c.py": "x = 1\n", "c/__init__.py": "x = 2\n", "use.py": "import c, util\nprint(c.x)\n"})
    found, missing = scan(tmp_path)
    assert ("a/util.py", "command-injection") in found and not missing


def test_a_class_that_is_its_own_base(tmp_path):
    write(tmp_path, {"app.py": GOOD + "\n\nclass A(A):\n    def go(self):\n        return self.go2()\n\n\nclass B(C):\n    x = 1\n\n\n"
                     "class C(B):\n    def m(self):\n        return super().m()\n\n\nA().go()\nC().m()\nB().nothing.at.all()\n"})
    found, _ = scan(tmp_path)
    assert FOUND_IT in found


def test_base_cycle_over_modules(tmp_path):
    write(tmp_path, {"app.py": GOOD, "a.py": "from b import B\n\n\nclass A(B):\n    def m(self, x):\n        return super().m(x)\n",
                     "b.py": "from c import C\n\n\nclass B(C):\n    pass\n",
                     "c.py": "from a import A\n\n\nclass C(A):\n    def m(self, x):\n        return super().m(x)\n\n\nC().m(1)\n"})
    found, _ = scan(tmp_path)
    assert FOUND_IT in found


def test_import_cycles_and_star_cycles(tmp_path):
    write(tmp_path, {"app.py": GOOD, "a.py": "from b import *\nfrom a import x\nimport a\n", "b.py": "from c import *\n",
                     "c.py": "from a import *\nfrom b import y as x\nx = y\n", "p/__init__.py": "from p.q import *\nfrom p import q\n",
                     "p/q.py": "from p import *\nfrom . import q\nfrom .. import p\n", "use.py": "from a import z\nz()\nfrom p import w\nw()\n"})
    found, missing = scan(tmp_path)
    assert FOUND_IT in found and not missing


@pytest.mark.parametrize("text", [b"\x7fELF\x02\x01\x01" + bytes(300), b"PK\x03\x04" + bytes(range(256)) * 4, b"<html><body>hi</body>",
                                  b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "naïve café ".encode("utf-16"), b"\xff" * 1000, b"\x00",
                                  b"(" * 5000, b"# coding: nonsense\nx = 1\n", b"x = '" + b"a" * 200000, b"if 1:\n" * 3000])
def test_a_file_that_is_not_python(text, tmp_path):
    write(tmp_path, {"app.py": GOOD, "odd.py": text})
    found, missing = scan(tmp_path)
    assert FOUND_IT in found and missing["odd.py"]


def read_only(path):
    """As on a disk that takes nothing: an unwritable folder; root writes anywhere, so a real mount is tried first."""
    path.chmod(0o555)
    return not os.access(path, os.W_OK)


def test_a_project_on_a_read_only_disk(tmp_path):
    root = tmp_path / "p"
    write(root, {"app.py": GOOD})
    command = [BIN, "scan", ".", "--format", "json"]
    mount = subprocess.run(["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--chdir", str(root), *command], capture_output=True,
                           env=clean_env(tmp_path), timeout=120)
    if b"command-injection" in mount.stdout:
        assert mount.returncode == FOUND and mount.stderr.count(b"no cache is kept") == 1
        return
    if not read_only(root):
        pytest.skip("neither bubblewrap nor a folder that this user may not write: no read-only disk to try")
    r = suture("scan", ".", "--format", "json", cwd=root, home=root)
    assert r.code == FOUND and r.err.count("no cache is kept") == 1


def test_a_loop_of_links(tmp_path):
    write(tmp_path, {"app.py": GOOD, "deep/er/x.py": "x = 1\n"})
    (tmp_path / "deep" / "er" / "up").symlink_to(tmp_path / "deep")
    (tmp_path / "self").symlink_to(tmp_path)
    (tmp_path / "loop.py").symlink_to(tmp_path / "loop2.py")
    (tmp_path / "loop2.py").symlink_to(tmp_path / "loop.py")
    found, _ = scan(tmp_path)
    assert found == [FOUND_IT]


def test_a_file_that_vanishes(tmp_path):
    """While files come and go a scan ends with what it saw; what it could not see it says."""
    write(tmp_path, {"app.py": GOOD, **{"m%d.py" % i: "import m%d\n" % (i + 1) + GOOD for i in range(40)}})
    stop = threading.Event()

    def churn():
        while not stop.is_set():
            for i in range(0, 40, 3):
                path = tmp_path / ("m%d.py" % i)
                path.unlink(missing_ok=True)
                time.sleep(0.0003)
                path.write_text("import os\nos.system(%d)\n" % i)

    thread = threading.Thread(target=churn)
    thread.start()
    try:
        for _ in range(6):
            r = suture("scan", ".", "--format", "json", cwd=tmp_path, home=tmp_path / "home", timeout=120)
            assert r.code == FOUND, r.err
            assert ("app.py", "command-injection") in [(f["path"], f["rule"]) for f in r.json["findings"]]
    finally:
        stop.set()
        thread.join()
    still = scan(tmp_path)
    assert still == scan(tmp_path, "--no-cache") and not still[1]


def test_a_file_that_nobody_may_read(tmp_path):
    write(tmp_path, {"app.py": GOOD, "secret.py": "x = 1\n"})
    (tmp_path / "secret.py").chmod(0)
    if os.access(tmp_path / "secret.py", os.R_OK):
        pytest.skip("this user reads what nobody may")
    found, missing = scan(tmp_path)
    assert FOUND_IT in found and "ermission" in missing["secret.py"]
    (tmp_path / "secret.py").chmod(0o644)
    assert not scan(tmp_path)[1]

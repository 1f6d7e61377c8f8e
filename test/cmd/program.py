"""Runs the program under test as a user would. SUTURE names it; the default is the release build."""
import json
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = os.environ.get("SUTURE", str(ROOT / "build" / "suture"))

FOUND, CLEAN, USAGE, INCOMPLETE, STOPPED = 1, 0, 2, 3, 130

BAD = """import os
from flask import Flask, request
app = Flask(__name__)


@app.get("/ls")
def ls():
    name = request.args["dir"]
    os.system("ls " + name)
    return "done"
"""
GOOD = "def add(a, b):\n    return a + b\n"


class Done:
    def __init__(self, code, out, err):
        self.code, self.raw, self.err = code, out, err.decode("utf-8", "replace")

    @property
    def out(self):
        return self.raw.decode("utf-8", "replace")

    @property
    def json(self):
        return json.loads(self.raw)

    @property
    def rules(self):
        return [f["rule"] for f in self.json["findings"]]


def clean_env(home, extra=None):
    env = {k: v for k, v in os.environ.items() if not k.startswith("SUTURE_") and k not in ("NO_COLOR", "XDG_CONFIG_HOME")}
    env.update(HOME=str(home), XDG_CONFIG_HOME=str(Path(home) / ".config"), XDG_STATE_HOME=str(Path(home) / ".state"),
               XDG_CACHE_HOME=str(Path(home) / ".cache"), LC_ALL="C.UTF-8")
    env.update(extra or {})
    return env


def suture(*args, cwd=None, stdin=b"", env=None, home="/nonexistent", timeout=60, stdout=subprocess.PIPE, bin=BIN):
    args = [a if isinstance(a, bytes) else str(a) for a in args]
    r = subprocess.run([bin, *args], cwd=cwd, input=stdin, stdout=stdout, stderr=subprocess.PIPE, timeout=timeout,
                       env=clean_env(home, env))
    return Done(r.returncode, r.stdout or b"", r.stderr)

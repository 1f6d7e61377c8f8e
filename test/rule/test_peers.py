# Bandit's and Ruff's S rules, by number: each is stood for by a rule of ours, or left out with a reason.
import json
import os
import pathlib
import subprocess

from peers_programs import PROGRAMS

HERE = pathlib.Path(__file__).parent
SUTURE = os.environ.get("SUTURE") or str(HERE.parent.parent / "build" / "suture")
# Bandit 1.9.4, bandit/plugins and bandit/blacklists; Ruff numbers the same tests with S (0.17.6: `ruff rule --all`).
NUMBERS = [101, 102, 103, 104, 105, 106, 107, 108, 110, 112, 113, 201, 202, 301, 302, 303, 304, 305, 306, 307, 308, 310, 311,
           312, 313, 314, 315, 316, 317, 318, 319, 321, 323, 324, 403, 404, 405, 406, 407, 408, 409, 411, 412, 413, 415, 501,
           502, 503, 504, 505, 506, 507, 508, 509, 601, 602, 603, 604, 605, 606, 607, 608, 609, 610, 611, 612, 701, 702, 704]
BANDIT_ONLY = [401, 402, 613, 614, 615, 703]


def test_each_is_answered():
    done = subprocess.run([SUTURE, "rules", "--json"], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    rules = told["rules"] if isinstance(told, dict) else told
    ours = {peer for rule in rules for peer in rule["peers"]}
    left = {}
    for line in (HERE / "peers-left-out.txt").read_text().splitlines():
        if not line.startswith("#"):
            bandit, ruff, why = line.split(maxsplit=2)
            left[f"bandit:{bandit}"] = left[f"ruff:{ruff}"] = why
    theirs = {f"bandit:B{n}" for n in NUMBERS + BANDIT_ONLY} | {f"ruff:S{n}" for n in NUMBERS}
    assert not theirs - ours - left.keys(), "neither covered nor left out with a reason"
    assert not ours & left.keys(), "covered and left out"


def test_what_is_true_in_their_way_of_writing(tmp_path):
    """One line for each family that they find and that is true; and what they report of harmless lines is not repeated."""
    bad = {"B103": "import os\nos.chmod('/etc/x', 0o777)\n", "B105": "password = 'class-x9K2-Zq81'\n",
           "B201": "from flask import Flask\nFlask('x').run(debug=True)\n", "B324": "import hashlib\nhashlib.md5(b'x')\n",
           "B306": "import tempfile\ntempfile.mktemp()\n", "B501": "import requests\nrequests.get('https://x', timeout=5, verify=False)\n",
           "B507": "import paramiko\nc = paramiko.SSHClient()\nc.set_missing_host_key_policy(paramiko.AutoAddPolicy())\n",
           "B612": "import logging.config\nlogging.config.listen(9999)\n", "B701": "import jinja2\njinja2.Environment(autoescape=False)\n"}
    good = {"B105": "next_token = 'NextToken'\n", "B608": "q = 'SELECT a FROM t LIMIT %d' % int(n)\n",
            "B603": "import subprocess\nsubprocess.run(['ls', '-l'], shell=False)\n", "B101": "assert isinstance(x, int)\n",
            "B311": "import random\nrandom.shuffle(cards)\n"}
    for kind, texts in (("bad", bad), ("good", good)):
        for name, text in texts.items():
            path = tmp_path / f"{kind}_{name}.py"
            path.write_text(text)
    done = subprocess.run([SUTURE, "scan", "--no-config", "-q", "--profile", "audit", "--format", "json", "."], cwd=tmp_path,
                          capture_output=True, text=True)
    found = {pathlib.PurePath(f["path"]).name for f in json.loads(done.stdout)["findings"]}
    assert found == {f"bad_{name}.py" for name in bad}


def test_each_is_found_where_it_is_true(tmp_path):
    """One program for each of Ruff's S rules that is covered: a rule of ours that stands for it speaks in it."""
    left = [int(line.split()[1][1:]) for line in (HERE / "peers-left-out.txt").read_text().splitlines()
            if not line.startswith("#")]
    asked = [n for n in NUMBERS if n not in left]
    for n in asked:
        (tmp_path / f"s{n}.py").write_text(PROGRAMS[n][1])
    done = subprocess.run([SUTURE, "scan", "--no-config", "-q", "--profile", "audit", "--format", "json", "."], cwd=tmp_path,
                          capture_output=True, text=True)
    ours = {}
    for rule in json.loads(subprocess.run([SUTURE, "rules", "--json"], capture_output=True, text=True, check=True).stdout):
        for peer in rule["peers"]:
            ours.setdefault(peer, set()).add(rule["id"])
    found = {}
    for f in json.loads(done.stdout)["findings"]:
        found.setdefault(pathlib.PurePath(f["path"]).stem, set()).add(f["rule"])
    missed = {n: found.get(f"s{n}") for n in asked if not found.get(f"s{n}", set()) & ours[f"ruff:S{n}"]}
    assert not missed

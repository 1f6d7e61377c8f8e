"""Packaging: the wheel, the source archive, pre-commit's hooks, GitHub's action and GitLab's job. Their steps are run, not only read."""
import csv
import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from program import BAD, BIN, CLEAN, FOUND, GOOD, ROOT, clean_env, suture

sys.path.insert(0, str(ROOT / "tool"))
import backend  # noqa: E402


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    if not (ROOT / "build" / "suture").exists():
        pytest.skip("the release build is not there")
    folder = tmp_path_factory.mktemp("wheel")
    return folder / backend.build_wheel(str(folder))


def test_wheel(wheel):
    assert re.fullmatch(r"suture-[0-9.]+-py3-none-linux_\w+\.whl", wheel.name)
    with zipfile.ZipFile(wheel) as z:
        names = z.namelist()
        (record,) = [n for n in names if n.endswith("/RECORD")]
        rows = list(csv.reader(io.StringIO(z.read(record).decode())))
        assert [r[0] for r in rows] == names and rows[-1][1:] == ["", ""]
        for name, hashed, size in rows[:-1]:
            assert hashed == backend.digest(z.read(name)) and int(size) == len(z.read(name))
        (program,) = [i for i in z.infolist() if i.filename.endswith(".data/scripts/suture")]
        assert stat.S_IMODE(program.external_attr >> 16) == 0o755 and z.read(program).startswith(b"\x7fELF")
    assert wheel.read_bytes() == (wheel.parent / backend.build_wheel(str(wheel.parent))).read_bytes(), "two builds differ"


def test_wheel_installs(wheel, tmp_path):
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode:
        pytest.skip("pip is not installed")
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--target", str(tmp_path / "t"), str(wheel)],
                   check=True, capture_output=True)
    (tmp_path / "bad.py").write_text(BAD)
    assert suture("scan", "bad.py", cwd=tmp_path, bin=str(tmp_path / "t" / "bin" / "suture")).code == FOUND


def test_scan_and_fix_need_no_network_library(wheel):
    if not shutil.which("ldd"):
        pytest.skip("ldd is not installed")
    libraries = subprocess.run(["ldd", str(ROOT / "build" / "suture")], capture_output=True, text=True).stdout
    assert "libc.so" in libraries and not re.search(r"curl|ssl|gnutls|nghttp", libraries)


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(folder / backend.build_sdist(str(folder))) as t:
        t.extractall(folder)
    (top,) = [p for p in folder.iterdir() if p.is_dir()]
    return top


def test_source_archive(source):
    for name in ("Makefile", "pyproject.toml", "PKG-INFO", "src/main.c", "tool/backend.py", "tool/setup", "LICENSE"):
        assert (source / name).exists(), name
    assert os.access(source / "tool/setup", os.X_OK) and not list(source.rglob("*.pyc"))


def test_what_is_missing_is_named_in_one_sentence(source):
    code = "import sys; sys.path.insert(0, 'tool'); import backend; backend.build_wheel('.')"
    r = subprocess.run([sys.executable, "-c", code], cwd=source, capture_output=True, text=True, env={**os.environ, "CC": "/no/such/cc", "CI": "true"})
    assert r.returncode == 1
    last = r.stderr.splitlines()[-1]
    assert last.startswith("suture could not be built; this machine lacks: ") and "gcc" in last


def hooks():
    yaml = pytest.importorskip("yaml")
    return {h["id"]: h for h in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}


def test_pre_commit_hooks(tmp_path):
    all_hooks = hooks()
    assert set(all_hooks) == {"suture", "suture-system", "suture-fix"}
    for h in all_hooks.values():
        assert h["require_serial"] is True and h["pass_filenames"] is False
    assert all_hooks["suture-fix"]["stages"] == ["manual"] and all_hooks["suture-system"]["language"] == "system"
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / "bad.py").write_text(BAD)
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
    for name, code in (("suture-system", FOUND), ("suture", FOUND), ("suture-fix", CLEAN)):
        words = all_hooks[name]["entry"].split()
        assert words[0] == "suture" and suture(*words[1:], cwd=tmp_path).code == code, name
    assert suture("scan", ".", cwd=tmp_path).code == CLEAN


# ---- GitHub's action: each step's script is run by bash, as the runner would


def evaluate(text, values):
    return re.sub(r"\$\{\{ ?([\w.-]+) ?\}\}", lambda m: values[m.group(1)], text)


def run_action(project, **given):
    """The steps without the upload; returns the exit code, what they printed, and whether SARIF would be uploaded."""
    yaml = pytest.importorskip("yaml")
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    values = {f"inputs.{k}": v["default"] for k, v in action["inputs"].items()}
    values.update({f"inputs.{k.replace('_', '-')}": v for k, v in given.items()})
    home = project.parent / "runner"
    (home / "bin").mkdir(parents=True, exist_ok=True)
    if not (home / "bin" / "suture").exists():
        (home / "bin" / "suture").symlink_to(BIN)
    files = {"GITHUB_" + n: str(home / n.lower()) for n in ("PATH", "OUTPUT", "STEP_SUMMARY")}
    for path in files.values():
        Path(path).write_text("")
    env = {**clean_env(home), **files, "GITHUB_ACTION_PATH": str(ROOT), "PATH": f"{home / 'bin'}:{os.environ['PATH']}"}
    code, out, uploads = 0, "", False
    for step in action["runs"]["steps"]:
        outputs = dict(line.split("=", 1) for line in Path(files["GITHUB_OUTPUT"]).read_text().splitlines())
        values.update({f"steps.scan.outputs.{k}": v for k, v in outputs.items()})
        if "uses" in step:
            assert step["uses"].startswith("github/codeql-action/upload-sarif@v")
            uploads = values["inputs.upload"] == "true" and values["steps.scan.outputs.exit-code"] != "2"
            continue
        assert "${{" not in step["run"], "what comes from outside goes through the environment, never into a script"
        mine = {k: evaluate(v, values) for k, v in step.get("env", {}).items()}
        r = subprocess.run(["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]], cwd=project, env={**env, **mine},
                           capture_output=True, text=True)
        code, out = r.returncode, out + r.stdout + r.stderr
        if code:
            break
    return code, out, uploads, Path(files["GITHUB_STEP_SUMMARY"]).read_text()


@pytest.fixture
def project(tmp_path):
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "bad.py").write_text(BAD)
    (tmp_path / "work" / "a b.py").write_text(GOOD)
    return tmp_path / "work"


def test_action_finds(project):
    code, out, uploads, summary = run_action(project)
    assert code == FOUND and uploads and "::error file=bad.py,line=9" in out and "CWE-78" in summary
    assert json.loads((project / "suture.sarif").read_text())["runs"][0]["results"][0]["ruleId"] == "command-injection"


def test_action_options(project):
    assert run_action(project, paths="a b.py\n", profile="audit")[0] == CLEAN
    assert run_action(project, paths="bad.py\n\na b.py", fail_on="critical", sarif_file="x.sarif", upload="false")[:3:2] == (FOUND, False)
    assert (project / "x.sarif").exists()


def test_action_that_cannot_start(project):
    code, out, uploads, _ = run_action(project, profile="loud")
    assert code == 2 and not uploads and "'loud' is no value for profile" in out


def test_action_takes_no_commands_from_its_inputs(project):
    run_action(project, paths="$(touch owned)\n`touch owned`\n; touch owned", profile="default; touch owned")
    assert not (project / "owned").exists()


def test_gitlab_job(project):
    yaml = pytest.importorskip("yaml")
    job = yaml.safe_load((ROOT / "doc/guide/gitlab-ci.yml").read_text())["suture"]
    (script,) = job["script"]
    folder = project.parent / "bin"
    folder.mkdir()
    (folder / "suture").symlink_to(BIN)
    r = subprocess.run(["bash", "-e", "-c", script], cwd=project, env={**clean_env(project), "PATH": f"{folder}:{os.environ['PATH']}"}, capture_output=True)
    assert r.returncode == FOUND
    issues = json.loads((project / job["artifacts"]["reports"]["codequality"]).read_text())
    assert issues[0]["location"]["path"] == "bad.py" and (project / "suture.html").exists()


def test_templates_of_init(project):
    """What init writes for CI is YAML, and its commands run."""
    yaml = pytest.importorskip("yaml")
    for what in ("github", "gitlab", "pre-commit"):
        doc = yaml.safe_load(suture("init", what).out)
        assert doc
    workflow = yaml.safe_load(suture("init", "github").out)
    (command,) = [s["run"] for s in workflow["jobs"]["suture"]["steps"] if "run" in s]
    assert suture(*command.split()[1:], cwd=project).code == FOUND and (project / "suture.sarif").exists()

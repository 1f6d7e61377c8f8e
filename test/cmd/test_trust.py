"""suture trust: a project's file may do what only the user may, as long as it is byte for byte the file that was looked at."""
import pytest
from program import USAGE, suture

CONFIG = 'verify-cmd = "touch ran"\n\n[llm.ours]\nmodel = "command:touch ran"\n'
CODE = "import os\n\n\ndef f():\n    os.system('ls ' + input())\n"


@pytest.fixture
def project(tmp_path):
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "app.py").write_text(CODE)
    (tmp_path / "p" / "suture.toml").write_text(CONFIG)
    return tmp_path / "p"


def run(project, *words):
    return suture(*words, cwd=project, home=project.parent / "home")


def test_trusted_until_it_changes(project):
    assert run(project, "scan", ".").code == USAGE
    done = run(project, "trust", ".")
    assert done.code == 0 and "verify-cmd, llm.ours.model" in done.err
    assert run(project, "scan", ".").code == 1
    assert "touch ran" in run(project, "config").out
    (project / "suture.toml").write_text(CONFIG + "# changed\n")
    assert run(project, "scan", ".").code == USAGE
    (project / "suture.toml").write_text(CONFIG)
    assert run(project, "scan", ".").code == 1
    assert run(project, "trust", "--revoke", ".").code == 0
    assert run(project, "scan", ".").code == USAGE
    assert not (project / "ran").exists()


def test_another_project_is_not_trusted(project):
    run(project, "trust", ".")
    other = project.parent / "q"
    other.mkdir()
    (other / "app.py").write_text(CODE)
    (other / "suture.toml").write_text(CONFIG)
    assert run(other, "scan", ".").code == USAGE


def test_a_project_can_not_trust_itself(project):
    (project / ".config" / "suture" / "trusted").mkdir(parents=True)
    (project / "suture.toml").write_text('trust = true\n')
    assert run(project, "scan", ".").code == USAGE


def test_pyproject_and_none(tmp_path):
    done = run(tmp_path / "..", "trust", "/")
    assert done.code == USAGE and "no suture.toml" in done.err
    (tmp_path / "pyproject.toml").write_text('[tool.suture]\nengine = ["ruff"]\n')
    (tmp_path / "app.py").write_text(CODE)
    assert run(tmp_path, "scan", ".").code == USAGE
    assert "It sets engine" in run(tmp_path, "trust", ".").err
    assert run(tmp_path, "scan", ".").code == 1


def test_a_file_that_does_not_read_is_not_trusted(project):
    (project / "suture.toml").write_text("verify-cmd = \n")
    assert run(project, "trust", ".").code == USAGE

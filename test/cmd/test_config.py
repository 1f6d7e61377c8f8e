"""Settings: the command line, SUTURE_*, the project's file, the user's file; which wins, and what a project may not set."""
import pytest
from program import BAD, CLEAN, FOUND, USAGE, suture


def origin(name, cwd, *args, **kw):
    for row in suture("config", "--json", *args, cwd=cwd, **kw).json:
        if row["name"] == name:
            return row["value"], row["origin"].rsplit("/", 1)[-1]
    raise KeyError(name)


def test_default(tmp_path):
    assert origin("profile", tmp_path) == ("default", "default")


def test_order(tmp_path):
    home = tmp_path / "home"
    (home / ".config" / "suture").mkdir(parents=True)
    (home / ".config" / "suture" / "config.toml").write_text('profile = "strict"\n')
    project = tmp_path / "project" / "deep"
    project.mkdir(parents=True)
    assert origin("profile", project, home=home) == ("strict", "config.toml:1")
    (tmp_path / "project" / "suture.toml").write_text('# ours\nprofile = "audit"\n')
    assert origin("profile", project, home=home) == ("audit", "suture.toml:2")
    env = {"SUTURE_PROFILE": "strict"}
    assert origin("profile", project, home=home, env=env) == ("strict", "SUTURE_PROFILE")


def test_pyproject(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n[tool.other]\na = {b = [1, 2]}\n[tool.suture]\nexclude = ["tests", "doc/*"]\n')
    assert origin("exclude", tmp_path) == ("tests, doc/*", "pyproject.toml:6")


def test_pyproject_without_our_table_is_passed_over(tmp_path):
    (tmp_path / "suture.toml").write_text('profile = "audit"\n')
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert origin("profile", tmp_path / "in") == ("audit", "suture.toml:1")


def test_command_line_wins(tmp_path):
    (tmp_path / "bad.py").write_text(BAD)
    (tmp_path / "suture.toml").write_text('ignore = ["command-injection"]\n')
    assert suture("scan", ".", cwd=tmp_path).code == CLEAN
    assert suture("scan", "--ignore", "xss", ".", cwd=tmp_path).code == FOUND
    assert suture("scan", "--no-config", ".", cwd=tmp_path).code == FOUND


def test_per_file_ignores(tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "a.py").write_text(BAD)
    (tmp_path / "b.py").write_text(BAD)
    (tmp_path / "suture.toml").write_text('[per-file-ignores]\n"tests/*" = ["command-injection"]\n')
    r = suture("scan", "--format", "json", ".", cwd=tmp_path)
    assert [f["path"] for f in r.json["findings"]] == ["b.py"]


@pytest.mark.parametrize("at, path", [("src", "."), ("src", "m.py"), ("src/deep", ".."), ("src/deep", "../m.py"), ("src/deep", "{top}"),
                                      (".", "."), (".", "src"), ("..", "top"), ("..", "{top}/src/m.py"), ("tests", "../src")])
def test_patterns_are_written_from_the_project(tmp_path, at, path):
    """Wherever the run was started, and however its paths are given; folders above the project do not count."""
    top = tmp_path / "top"
    (top / "src" / "deep").mkdir(parents=True)
    (top / "tests" / "data").mkdir(parents=True)
    (top / "src" / "m.py").write_text(BAD)
    (top / "src" / "b.py").write_text(BAD)
    (top / "tests" / "data" / "m.py").write_text(BAD)
    (top / "suture.toml").write_text('exclude = ["/tests/data", "top", "src/b.py"]\n[per-file-ignores]\n"src/*" = ["command-injection"]\n')
    r = suture("scan", "--format", "json", path.format(top=top), cwd=top / at)
    assert r.code == CLEAN and r.json["findings"] == [] and r.json["summary"]["files"] == 1


@pytest.mark.parametrize("pattern, left", [("/src", ["tests/src/m.py"]), ("{top}/src", ["tests/src/m.py"]), ("src", []), ("/m.py", ["src/m.py", "tests/src/m.py"]),
                                           ("/src/*.py", ["tests/src/m.py"]), ("/elsewhere", ["src/m.py", "tests/src/m.py"])])
def test_a_pattern_that_begins_at_the_top(tmp_path, pattern, left):
    for name in ("src", "tests/src"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "m.py").write_text(BAD)
    r = suture("scan", "--format", "json", "--exclude", pattern.format(top=tmp_path), ".", cwd=tmp_path)
    assert [f["path"] for f in r.json["findings"]] == left


@pytest.mark.parametrize("pattern, at, left", [
    ("top/gen", "..", ["m.py", "src/gen/m.py"]), ("./top/gen/*", "..", ["m.py", "src/gen/m.py"]),
    ("top/*.py", "..", ["gen/m.py", "src/gen/m.py"]), ("../gen", "src", ["m.py", "src/gen/m.py"]),
    ("../src/gen", "src", ["gen/m.py", "m.py"]), ("../../gen", "src", ["gen/m.py", "m.py", "src/gen/m.py"])])
@pytest.mark.parametrize("typed", [True, False])
def test_a_pattern_from_the_working_folder(tmp_path, pattern, at, left, typed):
    """As a shell completes it: through the project's folder, or up to it."""
    top = tmp_path / "top"
    for name in ("gen", "src/gen", "."):
        (top / name).mkdir(parents=True, exist_ok=True)
        (top / name / "m.py").write_text(BAD)
    (top / "suture.toml").write_text("" if typed else f'exclude = ["{pattern}"]\n')
    args = ["--exclude", pattern] if typed else []
    r = suture("scan", "--format", "json", *args, str(top), cwd=top / at)
    assert sorted(f["path"].removeprefix(f"{top}/") for f in r.json["findings"]) == left


def test_a_folder_within_of_the_projects_name(tmp_path):
    """top/* and top/gen, which is there, are the project's own; top/tests, which is not, was meant from above."""
    for name in ("top/top/gen", "top/tests", "top/gen"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "m.py").write_text(BAD)
    (tmp_path / "top" / "suture.toml").write_text('[per-file-ignores]\n"top/*" = ["command-injection"]\n')
    r = suture("scan", "--format", "json", "top", cwd=tmp_path)
    assert sorted(f["path"] for f in r.json["findings"]) == ["top/gen/m.py", "top/tests/m.py"]
    r = suture("scan", "--format", "json", "--exclude", "top/tests", "--exclude", "top/gen", "top", cwd=tmp_path)
    assert [f["path"] for f in r.json["findings"]] == ["top/gen/m.py"]


TRUSTED = ["engine", "knowledge", "model", "fixer", "generator", "judge", "base-url", "ca-file", "setting", "adapt", "jobs",
           "on-unknown", "verify-cmd", "verify", "sarif-in", "sarif-cmd", "context",
           "max-calls", "max-tokens", "max-cost", "max-time"]


@pytest.mark.parametrize("key", TRUSTED)
def test_a_project_may_not_set(tmp_path, key):
    (tmp_path / "suture.toml").write_text(f'{key} = "1"\n')
    r = suture("scan", ".", cwd=tmp_path)
    assert r.code == USAGE and f"a project's file can't set '{key}'" in r.err


@pytest.mark.parametrize("where", ["/", "../", "link/", "sub/../../", "sub/"])
@pytest.mark.parametrize("key", ["format", "baseline"])
def test_a_project_writes_nothing_outside(tmp_path, key, where):
    at, outside = tmp_path / "p", tmp_path / "home"
    (at / "sub").mkdir(parents=True)
    outside.mkdir()
    (at / "link").symlink_to(outside)
    (at / "a.py").write_text(BAD)
    file = f"{outside}/x.json" if where == "/" else f"{where}x.json"
    (at / "suture.toml").write_text(f'{key} = "{"json=" if key == "format" else ""}{file}"\n')
    r = suture("scan", ".", cwd=at)
    inside = FOUND if key == "format" else USAGE             # a baseline that is not there
    assert r.code == (inside if where == "sub/" else USAGE) and ("outside the project" in r.err) == (where != "sub/"), r.err
    r = suture("scan", str(at), cwd=outside)                 # started elsewhere: "x.json" would lie there
    assert r.code == USAGE and not list(outside.iterdir())
    suture("trust", ".", cwd=at, home=tmp_path / "h")
    assert "outside the project" not in suture("scan", ".", cwd=at, home=tmp_path / "h").err


def test_a_project_may_not_describe_models(tmp_path):
    (tmp_path / "suture.toml").write_text('[llm.local]\nurl = "http://evil"\n')
    r = suture("scan", ".", cwd=tmp_path)
    assert r.code == USAGE and "can't set 'llm.local.url'" in r.err


@pytest.mark.parametrize("text, said", [
    ("profle = 'strict'\n", "suture.toml:1: there is no setting 'profle'; did you mean 'profile'?"),
    ("\nwrite = true\n", "suture.toml:2: 'write' is no setting: it is given on the command line alone"),
    ("[tool.suture]\nprofile = 'audit'\n", "suture.toml:2: in this file 'profile' stands without [tool.suture]"),
    ("profile = 'loud'\n", "'loud' is no value for profile; it is one of strict, default, audit"),
    ("profile = strict\n", "suture.toml: line 1: a value was expected; does a text lack its quotes?"),
    ("profile = ['strict']\n", "one value, not a list, is needed for 'profile'"),
    ("a = 1\na = 2\n", "suture.toml: line 2: the key is given twice"),
    ("x = \"abc\n", "suture.toml: line 1: a string is not closed"),
    ("[colour]\nx = 1\n", "there is no setting 'colour.x'"),
])
def test_mistakes_in_files(tmp_path, text, said):
    (tmp_path / "suture.toml").write_text(text)
    r = suture("scan", ".", cwd=tmp_path)
    assert r.code == USAGE and said in r.err, r.err


def test_of_several_projects_none_decides_for_the_others(tmp_path):
    """What the first path's own project ignores would be hidden in its neighbour too."""
    for part, text in (("a", "[tool.suture]\nignore = ['command-injection']\n"), ("b", "[project]\nname = 'b'\n")):
        (tmp_path / part).mkdir()
        (tmp_path / part / "m.py").write_text(BAD)
        (tmp_path / part / "pyproject.toml").write_text(text)
    for order in (("a", "b"), ("b", "a"), ("a/m.py", "b/m.py")):
        r = suture("scan", *order, cwd=tmp_path)
        assert r.code == FOUND and "2 findings in 2 files" in r.out, r.out
        assert "a/pyproject.toml holds for a part of these paths only" in r.err
    assert suture("scan", "a", cwd=tmp_path).code == CLEAN
    (tmp_path / "suture.toml").write_text("ignore = ['command-injection']\n")
    r = suture("scan", "b", "a", cwd=tmp_path)                # the one around both holds for both
    assert r.code == CLEAN and "holds for a part" in r.err
    (tmp_path / "a" / "pyproject.toml").unlink()
    assert "holds for a part" not in suture("scan", "b", "a", cwd=tmp_path).err


def test_a_file_that_can_not_be_read_is_an_error(tmp_path):
    """Without it a laxer profile would hold, unsaid. A read of this one fails for everybody."""
    (tmp_path / "m.py").write_text(BAD)
    (tmp_path / "pyproject.toml").symlink_to("/proc/self/mem")
    r = suture("scan", ".", cwd=tmp_path)
    assert r.code == USAGE and "cannot read" in r.err and "pyproject.toml" in r.err


def test_unknown_variable():
    r = suture("scan", ".", env={"SUTURE_PROFIL": "strict"})
    assert r.code == USAGE and r.err == "suture: SUTURE_PROFIL: there is no option profil; did you mean profile?\n"


def test_config_that_is_not_a_file(tmp_path):
    (tmp_path / "suture.toml").mkdir()
    assert suture("scan", ".", cwd=tmp_path).code == CLEAN


def test_own_weights_of_rules(tmp_path):
    (tmp_path / "a.py").write_text(BAD)
    (tmp_path / "suture.toml").write_text('[severity]\n"CWE-78" = "high"\nxss = "low"\n')
    assert [f["severity"] for f in suture("scan", "--format", "json", ".", cwd=tmp_path).json["findings"]] == ["high"]
    (tmp_path / "suture.toml").write_text('[severity]\n"command-*" = "low"\n')
    assert suture("scan", "--fail-on", "medium", ".", cwd=tmp_path).code == CLEAN
    assert suture("scan", "--min-severity", "medium", "--fail-on", "low", ".", cwd=tmp_path).code == CLEAN
    assert ("severity.command-*", "low") in [(r["name"], r["value"]) for r in suture("config", "--json", cwd=tmp_path).json]


@pytest.mark.parametrize("text, said", [
    ('[per-file-ignores]\n"*.py" = ["sql-injektion"]\n', "suture.toml:2: there is no rule 'sql-injektion'; did you mean 'sql-injection'?\n"),
    ('[severity]\nsql-injektion = "low"\n', "suture.toml:2: there is no rule 'sql-injektion'; did you mean 'sql-injection'?\n"),
    ('[severity]\nxss = "awful"\n', "suture.toml:2: 'awful' is no severity; it is one of low, medium, high, critical\n"),
])
def test_mistaken_weights(tmp_path, text, said):
    (tmp_path / "suture.toml").write_text(text)
    r = suture("scan", ".", cwd=tmp_path)
    assert r.code == USAGE and r.err.endswith(said)

"""The commonest mistakes, each answered by the exact next step; exit codes of the command line."""
import pytest
from program import BAD, CLEAN, FOUND, GOOD, INCOMPLETE, USAGE, suture


@pytest.mark.parametrize("args, text", [
    (["scna", "."], "suture: there is no command 'scna'; did you mean 'scan'?\n"),
    (["frobnicate"], "suture: there is no command 'frobnicate'; see `suture help`\n"),
    (["scan", "--profle", "strict"], "suture: there is no option --profle; did you mean --profile?\n"),
    (["scan", "--write"], "suture: `suture scan` takes no --write; see `suture help scan`\n"),
    (["scan", "--profile", "loud"], "suture: --profile: 'loud' is no value for profile; it is one of strict, default, audit\n"),
    (["scan", "--profile"], "suture: --profile needs a value: strict|default|audit\n"),
    (["scan", "--threads", "many"], "suture: --threads: 'many' is no value for threads, which takes a whole number, 0 or more\n"),
    (["scan", "--target-version", "2.7"],
     "suture: --target-version: '2.7' is no value for target-version, which takes a Python version from 3.8 to 3.14\n"),
    (["scan", "--select", "sql-injektion"], "suture: --select: there is no rule 'sql-injektion'; did you mean 'sql-injection'?\n"),
    (["scan", "--engine", "pylint"], "suture: there is no engine 'pylint'; suture can run: bandit, ruff, semgrep:RULES, pysa, codeql\n"),
    (["rules", "show", "sqlinjection"], "suture: there is no rule 'sqlinjection'; did you mean 'sql-injection'?\n"),
    (["ast"], "suture: `suture ast` needs FILE; see `suture help ast`\n"),
    (["version", "now"], "suture: `suture version` takes nothing, not also 'now'\n"),
    (["scan", "--format", "xml"],
     "suture: there is no format 'xml'; there are text, json, sarif, html, md, csv, junit, github, gitlab, rdjson, each with =FILE if wanted\n"),
    (["generate", "hello"], "suture: generate needs a model. Try --model ollama:qwen2.5-coder (on this machine, free) or "
                            "--model openai:NAME (key: OPENAI_API_KEY).\n"),
])
def test_mistakes(args, text, tmp_path):
    (tmp_path / "good.py").write_text(GOOD)
    r = suture(*args, cwd=tmp_path)
    assert (r.code, r.out, r.err) == (USAGE, "", text)


def test_help_names_every_command():
    r = suture("help")
    assert r.code == CLEAN and suture().out == r.out and suture("--help").out == r.out
    for word in ("scan", "fix", "generate", "runs", "explain", "rules", "config", "ast", "version", "130"):
        assert word in r.out


def test_help_of_each_command():
    names = [line.split()[1] for line in suture("help").out.splitlines() if line.startswith("  suture ")]
    assert len(names) >= 12
    for name in names:
        by_help, by_option = suture("help", name), suture(name, "--help")
        assert by_help.code == CLEAN and by_help.out == by_option.out and "usage: suture " + name in by_help.out


def test_version():
    assert suture("version").out.startswith("suture ")
    assert suture("--version").out == suture("version").out
    assert suture("version", "--json").json["name"] == "suture"


@pytest.mark.parametrize("level, code", [("low", FOUND), ("critical", FOUND)])
def test_fail_on(tmp_path, level, code):
    (tmp_path / "bad.py").write_text(BAD)
    assert suture("scan", "--fail-on", level, ".", cwd=tmp_path).code == code


def test_show_and_fail_are_two_settings(tmp_path):
    (tmp_path / "a.py").write_text("import hashlib\nprint(hashlib.md5(b'x').hexdigest())\n")
    shown = suture("scan", "--format", "json", "--profile", "audit", "--fail-on", "critical", ".", cwd=tmp_path)
    assert shown.code == CLEAN and shown.json["findings"]
    hidden = suture("scan", "--format", "json", "--profile", "audit", "--min-severity", "critical", ".", cwd=tmp_path)
    assert hidden.code == CLEAN and not hidden.json["findings"]


def test_select_and_ignore(tmp_path):
    (tmp_path / "bad.py").write_text(BAD)
    for words, code in (("command-injection", FOUND), ("CWE-78", FOUND), ("cwe-78", FOUND), ("command*", FOUND), ("xss", CLEAN)):
        assert suture("scan", "--select", words, ".", cwd=tmp_path).code == code
    assert suture("scan", "--ignore", "xss,CWE-78", ".", cwd=tmp_path).code == CLEAN


def test_words_of_the_operations():
    rules = suture("rules", "--json").json
    assert len(rules) >= 15 and all(r["id"] and r["cwe"] and r["why"] and r["bad"] and r["good"] for r in rules)
    assert suture("rules", "show", "sql-injection").code == CLEAN
    assert "sql-injection" in suture("explain", "sql-injection").out


def test_explain_a_line(tmp_path):
    (tmp_path / "bad.py").write_text(BAD)
    r = suture("explain", "bad.py:9", cwd=tmp_path)
    assert r.code == FOUND and "command-injection" in r.out and "Instead" in r.out
    assert suture("explain", "bad.py:1", cwd=tmp_path).code == CLEAN


def test_completions_and_man():
    import subprocess
    for shell in ("bash", "zsh", "fish"):
        r = suture("completions", shell)
        assert r.code == CLEAN and "scan" in r.out and "min-severity" in r.out
    bash = suture("completions", "bash").out
    assert subprocess.run(["bash", "-n"], input=bash, text=True).returncode == 0
    probe = bash + "\nCOMP_WORDS=(suture scan --prof); COMP_CWORD=2; _suture; echo ${COMPREPLY[@]}\n"
    assert subprocess.run(["bash"], input=probe, text=True, capture_output=True).stdout.strip() == "--profile"
    assert suture("man").out.startswith(".TH SUTURE 1")


def test_ast():
    r = suture("ast", "-", stdin=b"x = 1\n")
    assert r.code == CLEAN and r.json["_type"] == "Module"
    assert suture("ast", "-", stdin=b"x = (\n").code == FOUND
    assert suture("ast", "--target-version", "3.8", "-", stdin=b"match x:\n case 1: pass\n").code == FOUND


def test_incomplete_says_why_in_json(tmp_path):
    (tmp_path / "bad.py").write_text("def f(:\n")
    r = suture("scan", "--format", "json", ".", cwd=tmp_path)
    assert r.code == INCOMPLETE and r.json["complete"] is False and r.json["exit_code"] == INCOMPLETE

"""The commonest mistakes, each answered by the exact next step; exit codes of the command line."""
import http.server
import threading

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
    (["scan", ""], "suture: an empty path names nothing; the working folder is .\n"),
    (["scan", "--format", "json="], "suture: --format json=: what file? None stands after the =\n"),
    (["scan", "--select", "CWE-9999"], "suture: --select: there is no rule 'CWE-9999'; see `suture rules`\n"),
    (["scan", "--ignore", "zzz*"], "suture: --ignore: there is no rule 'zzz*'; see `suture rules`\n"),
    (["scan", "--select", "sql-injektion"], "suture: --select: there is no rule 'sql-injektion'; did you mean 'sql-injection'?\n"),
    (["scan", "--engine", "pylint"], "suture: there is no engine 'pylint'; suture can run: bandit, ruff, semgrep:RULES, pysa, codeql\n"),
    (["rules", "show", "sqlinjection"], "suture: there is no rule 'sqlinjection'; did you mean 'sql-injection'?\n"),
    (["explain", "CWE-22"], "suture: 'CWE-22' is found by: archive-traversal, path-traversal\n"),
    (["rules", "show", "cwe-22"], "suture: 'cwe-22' is found by: archive-traversal, path-traversal\n"),
    (["scan", "--format", "json=good.py"], "suture: --format json=good.py: a report does not take the place of a .py file\n"),
    (["scan", "--format", "json=r", "--format", "sarif=r"], "suture: --format sarif=r: another report goes into that file\n"),
    (["explain", "sqli"], "suture: there is no rule 'sqli'; did you mean 'sql-injection'?\n"),
    (["scan", "--diff", "", "good.py"], "suture: --diff: '' is no value for diff, which can't be empty\n"),
    (["fix", "good.py:2"], "suture: good.py:2: there is no such file or folder (a line of a file is for `suture explain`)\n"),
    (["scan", "good.py:2:5"], "suture: good.py:2:5: there is no such file or folder (a line of a file is for `suture explain`)\n"),
    (["scan", "--grow", "good.py"], "suture: --grow goes with --update-baseline\n"),
    (["fix", "--reason", "known", "good.py"], "suture: --reason goes with --suppress RULE\n"),
    (["explain", "good.py:1", "--format", "xml"],
     "suture: there is no format 'xml'; there are text, json, sarif, html, md, csv, junit, github, gitlab, rdjson, each with =FILE if wanted\n"),
    (["review", "--judge", "script:none", "--format", "xml", "good.py"],
     "suture: there is no format 'xml'; there are text, json, sarif, html, md, csv, junit, github, gitlab, rdjson, each with =FILE if wanted\n"),
    (["generate", "--model", "script:none", "--format", "xml", "x"], "suture: `suture generate` prints text or json, not 'xml'\n"),
    (["explain", "good.py:0"], "suture: '0' is no line of good.py: they are counted from 1\n"),
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
    for line, offered in (("scan --prof", "--profile"), ("scan --profile s", "strict"), ("scan --format s", "sarif"),
                          ("fix --ignore sql", "sql-injection"), ("explain xs", "xslt-injection xss"), ("rules show path-", "path-traversal"),
                          ("init p", "pre-commit"), ("hook c", "claude codex cursor"), ("cache ", "clean"), ("help sc", "scan"), ("runs ", "show export"),
                          ("scan show", ""), ("explain --brie", ""), ("explain --prof", "--profile")):
        words = [w or "''" for w in line.split(" ")]
        probe = f"{bash}\nCOMP_WORDS=(suture {' '.join(words)}); COMP_CWORD={len(words)}; _suture; echo ${{COMPREPLY[@]}}\n"
        assert subprocess.run(["bash"], input=probe, text=True, capture_output=True).stdout.strip() == offered, line
    fish = suture("completions", "fish").out            # further words of these may be files
    assert "from study; and test (count (commandline -opc)) = 2' -f -a 'run" in fish
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


# ---- mistakes around models: a server of our own plays the provider

class Server(http.server.BaseHTTPRequestHandler):
    status, body = 401, b'{"error": {"message": "Incorrect API key provided"}}'

    def log_message(self, *args):
        pass

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(self.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)


@pytest.fixture
def provider():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    server.shutdown()


NEEDS_MODEL = BAD.replace('    os.system("ls " + name)', "    exec(name)")


@pytest.mark.parametrize("args, text", [
    (["--model", "gpt-4o"], "suture: No provider in 'gpt-4o'. Try --model openai:gpt-4o (key: OPENAI_API_KEY).\n"),
    (["--model", "claude-x"], "suture: No provider in 'claude-x'. Try --model anthropic:claude-x (key: ANTHROPIC_API_KEY).\n"),
    (["--model", "qwen2.5-coder"], "suture: No provider in 'qwen2.5-coder'. Try --model ollama:qwen2.5-coder (on this machine).\n"),
    (["--model", "opanai:x"], None),
    (["--model", "openai:gpt-4o"], "suture: no key for api.openai.com: put it into the environment variable OPENAI_API_KEY\n"),
])
def test_mistaken_models(args, text, tmp_path):
    (tmp_path / "a.py").write_text(NEEDS_MODEL)
    env = {k: "" for k in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ANTHROPIC_API_KEY")}
    r = suture("fix", *args, "a.py", cwd=tmp_path, env=env)
    assert r.code == USAGE and r.out == "" and (r.err == text if text else "no provider is called \"opanai\"" in r.err), r.err
    assert (tmp_path / "a.py").read_text() == NEEDS_MODEL


def test_nobody_listens(tmp_path):
    (tmp_path / "a.py").write_text(NEEDS_MODEL)
    r = suture("fix", "--model", "ollama:m", "a.py", cwd=tmp_path, env={"OLLAMA_HOST": "http://127.0.0.1:9"})
    text = "http://127.0.0.1:9/api/chat refused the connection: is Ollama (or your model server) running?"
    assert r.code == FOUND and r.err.splitlines()[-1] == text and f"a.py:9  code-injection  left: {text}" in r.err.splitlines(), r.err


def test_a_wrong_key(tmp_path, provider):
    (tmp_path / "a.py").write_text(NEEDS_MODEL)
    r = suture("fix", "--model", "openai:m", "--base-url", provider, "a.py", cwd=tmp_path, env={"OPENAI_API_KEY": "sk-wrong"})
    text = "127.0.0.1 does not accept the key in OPENAI_API_KEY (401: Incorrect API key provided)"
    assert r.err.splitlines()[-1] == text and "sk-wrong" not in r.err + r.out and r.code == FOUND, r.err


def test_nothing_found_says_what_was_not_read(tmp_path):
    for i in range(11):
        (tmp_path / f"g{i}.py").write_text(GOOD)
    (tmp_path / "bad.py").write_text("x = 1\n\ndef f(:\n")
    r = suture("scan", ".", cwd=tmp_path)
    assert r.code == INCOMPLETE and r.out.endswith("0 findings in 12 files; 1 not analysed: bad.py:3\n")


def test_a_spent_budget_keeps_what_is_done(tmp_path):
    for i in range(3):
        (tmp_path / f"a{i}.py").write_text(NEEDS_MODEL)
    (tmp_path / "m.talk").write_text("=== reply\nI can not.\n" * 3)
    r = suture("fix", "--model", f"script:{tmp_path}/m.talk", "--max-calls", "1", ".", cwd=tmp_path)
    assert r.code == FOUND and "3 findings in 3 files" in r.err, r.err
    assert r.err.endswith("stopped: --max-calls is spent\n"
                          "0 of 3 repaired; go on: the same command with a larger --max-calls (answers so far are remembered)\n"), r.err


REDIRECT = """from flask import Flask, redirect, request
app = Flask(__name__)


@app.get("/go")
def go():
    return redirect(request.args["to"])
"""
NO_FIX = """from flask import Flask, request
app = Flask(__name__)


@app.get("/ask")
def ask():
    return {"found": __import__(request.args["name"]).__name__}
"""


@pytest.mark.parametrize("texts, said", [
    ([REDIRECT], ["What is left has a fix that holds a decision: suture fix --review", "Or ask a model: suture fix --model"]),
    ([NO_FIX], ["What is left needs a person or a model: suture fix --model"]),
    ([REDIRECT, NO_FIX], ["Part of what is left has a fix that holds a decision", "The rest needs a person or a model"])])
def test_what_is_left_has_a_next_step(tmp_path, texts, said):
    for i, text in enumerate(texts):
        (tmp_path / f"m{i}.py").write_text(text)
    r = suture("fix", ".", cwd=tmp_path)
    assert r.code == FOUND and all(s in r.err for s in said), r.err
    assert "--review" in r.err or REDIRECT not in texts


def test_a_file_of_another_encoding_is_told_as_such(tmp_path):
    (tmp_path / "m.py").write_bytes(b"# coding: latin-1\n# \xe9\n" + BAD.encode())
    r = suture("fix", "m.py", cwd=tmp_path)
    assert r.code == FOUND and "the file is not UTF-8, and is not rewritten" in r.err
    assert "suture fix --model" not in r.err                  # a model could not either


def test_explain_says_what_it_lacks(tmp_path):
    (tmp_path / "bad.py").write_text(BAD)
    r = suture("explain", "bad.py:9999", cwd=tmp_path)
    assert (r.code, r.err) == (USAGE, "suture: bad.py has no line 9999\n")
    r = suture("explain", "bad.py", cwd=tmp_path)
    assert (r.code, r.err) == (USAGE, "suture: bad.py is a file: `suture explain bad.py:LINE` says what is known of a line\n")

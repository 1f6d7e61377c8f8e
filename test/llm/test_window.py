"""What is sent and how much of it: prompts within the model's window, other functions on the way, several models,
several answers, settings of [llm.NAME]."""
import json
import os
import pathlib
import subprocess
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from server import PROGRAM, Server  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUTURE = os.environ.get("SUTURE", str(ROOT / "build" / "suture"))
KEY = "sk-" + "test" * 6
pytestmark = pytest.mark.skipif(not os.path.exists(SUTURE), reason=f"{SUTURE} is not built")


@pytest.fixture(scope="module")
def server():
    with Server() as s:
        yield s


def run(folder, *words, config=None, **more):
    home = folder / "home"
    (home / "config" / "suture").mkdir(parents=True, exist_ok=True)
    if config is not None:
        (home / "config" / "suture" / "config.toml").write_text(config)
    clean = {k: v for k, v in os.environ.items() if not k.endswith(("_API_KEY", "_BASE_URL", "_proxy"))}
    env = {**clean, "OPENAI_API_KEY": KEY, "HOME": str(home), "XDG_STATE_HOME": str(home / "state"),
           "XDG_CONFIG_HOME": str(home / "config"), "XDG_CACHE_HOME": str(home / "cache"), **more}
    return subprocess.run([SUTURE, *words], cwd=folder, capture_output=True, text=True, timeout=120, env=env)


def long_program(lines):
    """A function of that many lines with a finding in its midst."""
    body = "".join(f"    total_{i} = request.args.get('a{i}', '')\n" for i in range(lines))
    return PROGRAM.replace('    return {"value"', body + '    return {"value"')


def test_the_server_is_asked_for_its_window(server, tmp_path):
    (tmp_path / "app.py").write_text(long_program(500))
    done = run(tmp_path, "fix", "app.py", "--model", "openai:m", "--base-url", server.url("wide"))
    assert "says that m takes 65536 tokens" in done.stderr and "too large" not in done.stderr
    assert "sending 1 piece of code (24" in done.stderr


def test_too_large_is_said_never_cut(server, tmp_path):
    """One statement longer than the window."""
    longest = "request.args['e'] + (" + " +\n        ".join(f"'text number {i}'" for i in range(400)) + ")"
    (tmp_path / "app.py").write_text(PROGRAM.replace('request.args["e"]', longest))
    before = len([s for s in server.seen if s["body"]])
    done = run(tmp_path, "fix", "app.py", "--model", "openai:m", "--base-url", server.url("small"))
    assert done.returncode == 1 and "too large" in done.stderr and "2048 tokens" in done.stderr
    assert len([s for s in server.seen if s["body"]]) == before


def test_an_unknown_window_is_assumed_aloud(server, tmp_path):
    (tmp_path / "app.py").write_text(long_program(500))
    done = run(tmp_path, "fix", "app.py", "--model", "openai:m", "--base-url", server.url("model"), "--rounds", "1")
    assert "8192 are assumed" in done.stderr and "sending 1 piece of code (" in done.stderr
    done = run(tmp_path, "fix", "app.py", "--model", "openai:m", "--base-url", server.url("model"), "--context", "100000")
    assert "assumed" not in done.stderr and "sending 1 piece of code (24" in done.stderr


def test_small_prompts_ask_no_window(server, tmp_path):
    (tmp_path / "app.py").write_text(PROGRAM)
    before = len(server.seen)
    run(tmp_path, "fix", "app.py", "--model", "openai:m", "--base-url", server.url("vllm"))
    assert len(server.seen) == before + 1


HELPERS = '''API_TOKEN = "tok-51H8xExample9999"


def wanted(request):
    token = "tok-51H8xExample9999"
    return request.args["e"] + token
'''
CALLER = '''from flask import Flask, request
from helpers import wanted

app = Flask(__name__)


def also(text):
    return text.strip()


@app.route("/calc")
def calc():
    e = also(wanted(request))
    return {"value": eval(e)}
'''


def test_functions_on_the_way_are_shown(tmp_path):
    (tmp_path / "helpers.py").write_text(HELPERS)
    (tmp_path / "app.py").write_text(CALLER)
    sent = run(tmp_path, "fix", ".", "--model", "script:none", "--show-prompt")
    (tmp_path / "talk").write_text("=== reply\nx\n")
    sent = run(tmp_path, "fix", ".", "--model", "script:talk", "--show-prompt").stdout
    assert "on the data's way, to read only" in sent and "`wanted` of helpers.py" in sent
    assert "tok-51H8x" not in sent and "SUTURE_HIDDEN" in sent
    sizes = [run(tmp_path, "fix", ".", "--model", "script:talk", "--show-prompt", "--context", str(n)).stdout
             for n in range(1300, 1900, 60)]
    kept = [("Rewrite the function `calc`" in s, "The rest of the file" in s, "on the data's way" in s) for s in sizes]
    assert kept == sorted(kept) and (True, True, False) in kept and kept[0] == (False, False, False), kept


def test_a_blot_is_not_code(tmp_path):
    (tmp_path / "helpers.py").write_text(HELPERS)
    (tmp_path / "app.py").write_text(CALLER)
    answer = 'def calc():\n    return {"value": wanted(request) == "SUTURE_HIDDEN"}\n'
    (tmp_path / "talk").write_text(f"=== reply\n```python\n{answer}```\n" * 3)
    done = run(tmp_path, "fix", ".", "--model", "script:talk")
    assert done.returncode == 1 and "masked secret" in done.stderr and "SUTURE_HIDDEN" not in done.stdout


def test_best_of_takes_the_smallest_change(tmp_path):
    (tmp_path / "app.py").write_text(PROGRAM)
    head = 'import ast\n\n\n@app.route("/calc")\ndef calc():\n'
    large = head + "".join(f"    step_{i} = {i}\n" for i in range(9))
    for name, code in (("a", large), ("b", head)):
        code += '    return {"value": ast.literal_eval(request.args["e"])}\n'
        (tmp_path / name).write_text(f"=== reply\n```python\n{code}```\n")
    words = ["fix", "app.py", "--fixer", "script:a", "--fixer", "script:b"]
    done = run(tmp_path, *words, "--policy", "best-of", "--write")
    assert "2 asked" in done.stderr and "step_1" not in (tmp_path / "app.py").read_text()
    assert "literal_eval" in (tmp_path / "app.py").read_text()
    (tmp_path / "app.py").write_text(PROGRAM)
    done = run(tmp_path, *words, "--write")                       # in turn: a's answer passes in the first round
    assert "1 asked" in done.stderr and "step_1" in (tmp_path / "app.py").read_text()


def test_candidates_differ_in_words_and_temperature(server, tmp_path):
    (tmp_path / "app.py").write_text(PROGRAM)
    run(tmp_path, "fix", "app.py", "--model", "openai:m", "--base-url", server.url("wide"), "--candidates", "3", "--fresh",
        "--setting", "temperature=0.1", "--step", "0.2")
    sent = [s["body"] for s in server.seen if s["path"].startswith("/wide/") and s["body"]][-3:]
    assert sorted(b["temperature"] for b in sent) == [0.1, 0.3, 0.5]
    assert len({b["messages"][-1]["content"] for b in sent}) == 3


@pytest.mark.parametrize("words", [["--rounds", "0"], ["--rounds", "11"], ["--candidates", "0"], ["--candidates", "21"]])
def test_limits_of_the_loop(tmp_path, words):
    (tmp_path / "app.py").write_text(PROGRAM)
    assert run(tmp_path, "fix", "app.py", "--model", "script:x", *words).returncode == 2


TABLE = '''[llm.ours]
model = "openai:the-model"
url = "%s"
key-command = "echo key-of-ours"
context = 20000
max-tokens = 321
price-in = 1.0
price-out = 2.0

[llm.ours.settings]
temperature = 0.25
'''


def test_a_model_of_the_configuration(server, tmp_path):
    (tmp_path / "app.py").write_text(PROGRAM)
    done = run(tmp_path, "fix", "app.py", "--model", "ours", "--max-cost", "1", config=TABLE % server.url("model"))
    assert done.returncode == 0 and "cost 0.0" in done.stderr, done.stderr
    sent = server.seen[-1]
    assert sent["headers"]["Authorization"] == "Bearer key-of-ours"
    assert (sent["body"]["model"], sent["body"]["temperature"], sent["body"]["max_completion_tokens"]) == (
        "the-model", 0.25, 321)
    found = [p for p in tmp_path.rglob("*") if p.is_file() and b"key-of-ours" in p.read_bytes()]
    assert [p.name for p in found] == ["config.toml"]             # the command itself, and nowhere else


@pytest.mark.parametrize("line, near", [("price_in = 1", "price-in"), ("urll = \"x\"", "url"), ("key = \"x\"", "")])
def test_a_mistyped_key_is_an_error(tmp_path, line, near):
    (tmp_path / "app.py").write_text(PROGRAM)
    done = run(tmp_path, "fix", "app.py", "--model", "ours", config=f"[llm.ours]\nmodel = \"script:x\"\n{line}\n")
    assert done.returncode == 2 and "has no key" in done.stderr and near in done.stderr


@pytest.mark.parametrize("line", ['price-in = "cheap"', 'silence-time = "1,5"', 'context = "8k"'])
def test_a_number_is_a_number(tmp_path, line):
    (tmp_path / "app.py").write_text(PROGRAM)
    done = run(tmp_path, "fix", "app.py", "--model", "ours", config=f"[llm.ours]\nmodel = \"script:x\"\n{line}\n")
    assert done.returncode == 2 and "is a number, not" in done.stderr and line.split()[0] in done.stderr


@pytest.mark.parametrize("table, words, said", [("silence-time = 1", (), "sent nothing for 1 second"),
                                                ("answer-time = 1", (), "within 1 second"),
                                                ("answer-time = 50", ("--answer-time", "1"), "within 1 second")])
def test_time_limits_of_a_model(server, tmp_path, table, words, said):
    (tmp_path / "app.py").write_text(PROGRAM)
    text = f"[llm.ours]\nmodel = \"openai:m\"\nurl = \"{server.url('stall')}\"\n{table}\n"
    done = run(tmp_path, "fix", "app.py", "--model", "ours", "--rounds", "1", *words, config=text)
    assert done.returncode == 1 and said in done.stderr, done.stderr


def test_a_project_names_no_model(tmp_path):
    (tmp_path / "app.py").write_text(PROGRAM)
    (tmp_path / "suture.toml").write_text('[llm.ours]\nmodel = "command:touch ran"\n')
    done = run(tmp_path, "fix", "app.py", "--model", "ours")
    assert done.returncode == 2 and "llm.ours.model" in done.stderr and not (tmp_path / "ran").exists()


def test_a_recording_keeps_the_window(server, tmp_path):
    (tmp_path / "app.py").write_text(long_program(500))
    done = run(tmp_path, "fix", "app.py", "--model", "openai:m", "--base-url", server.url("wide"), "--format", "json")
    (tmp_path / "j.jsonl").write_text(run(tmp_path, "runs", "export").stdout)
    again = run(tmp_path, "fix", "app.py", "--model", "replay:j.jsonl", "--format", "json")
    assert "the recording holds" not in again.stderr
    values = [json.loads(d.stdout) for d in (done, again)]
    for v in values:
        v["model"].pop("volatile")
    assert values[0] == values[1]


def test_a_line_of_fifty_megabytes(tmp_path):
    """A hostile file: what is asked stays small, and nothing hangs."""
    (tmp_path / "app.py").write_text(PROGRAM + "X = '" + "a" * 50_000_000 + "'\n")
    (tmp_path / "talk").write_text("=== reply\nx\n")
    done = run(tmp_path, "fix", "app.py", "--model", "script:talk", "--show-prompt")
    assert done.returncode == 3 and not done.stdout and "app.py" in done.stderr           # larger than --max-size: said
    done = run(tmp_path, "fix", "app.py", "--model", "script:talk", "--show-prompt", "--max-size", "100000000")
    assert "the function `calc`" in done.stdout and len(done.stdout) < 20000


def test_an_answer_that_names_a_path_outside(tmp_path):
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "app.py").write_text(PROGRAM)
    code = 'import ast\n\n\n@app.route("/calc")\ndef calc():\n    return {"value": ast.literal_eval(request.args["e"])}\n'
    (tmp_path / "p" / "talk").write_text(f"=== reply\n```python ../outside.py\n{code}```\n")
    done = run(tmp_path / "p", "fix", "app.py", "--model", "script:talk", "--write")
    assert done.returncode == 0 and sorted(p.name for p in tmp_path.iterdir()) == ["p"]
    assert "literal_eval" in (tmp_path / "p" / "app.py").read_text()


@pytest.mark.parametrize("nest", [False, True])
def test_a_part_of_a_long_function(tmp_path, nest):
    """Too long as a whole: statements around the finding are asked for, and put back where they were."""
    text = long_program(300)
    line = '    return {"value": eval(request.args["e"])}\n'
    if nest:
        text = text.replace(line, "    for n in range(3):\n        if n:\n            continue\n" + line.replace("    r", "        r"))
    (tmp_path / "app.py").write_text(text)
    code = 'import ast\nreturn {"value": ast.literal_eval(request.args["e"])}\n'
    sent = run(tmp_path, "fix", "app.py", "--model", "script:none", "--context", "2048", "--show-prompt")
    (tmp_path / "talk").write_text(f"=== reply\n```python\n{code}```\n")
    sent = run(tmp_path, "fix", "app.py", "--model", "script:talk", "--context", "2048", "--show-prompt").stdout
    assert "these lines from within the function `calc`" in sent and "eval(" in sent and len(sent) < 6000
    asked = sent.split("The code:\n\n```python\n")[1].split("```")[0]
    whole = "".join(asked.splitlines(keepends=True)[:-1]) + code
    (tmp_path / "talk").write_text(f"=== reply\n```python\n{whole}```\n")
    done = run(tmp_path, "fix", "app.py", "--model", "script:talk", "--context", "2048", "--write")
    made = (tmp_path / "app.py").read_text()
    assert done.returncode == 0 and "literal_eval" in made, done.stderr
    assert made.count("total_") == 300 and "return {\"value\": eval" not in made

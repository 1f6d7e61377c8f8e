"""Every command of the README and of doc/ runs, in order, page by page, in a project of its own; what a page shows of the output is
what comes out; links lead somewhere. What would install or fetch (make, pip, ollama pull …) is played by a stub that does nothing."""
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = os.environ.get("SUTURE", str(ROOT / "build" / "suture"))
PAGES = sorted([ROOT / "README.md", *ROOT.glob("doc/*.md"), *ROOT.glob("doc/guide/*.md")])
STUBS = ("make", "pip", "pipx", "ollama", "apt-get", "pre-commit")
NAMES = [str(p.relative_to(ROOT)) for p in PAGES]
sys.path.insert(0, str(ROOT / "test" / "study"))


def blocks(text):
    """(language, what the comment before says, body) of each fence."""
    return re.findall(r"(?:<!-- ([a-z]+: ?\S+) -->\n)?^```(\w*)\n(.*?)^```$", text, re.M | re.S)


def commands(body):
    """Logical lines without comments."""
    joined = re.sub(r"\\\n\s*", " ", body)
    return [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]


def console(body):
    """(command, the lines shown of its output)"""
    out = []
    for line in body.splitlines():
        if line.startswith("$ "):
            out.append((line[2:], []))
        elif line.strip() and line.strip() != "…":
            out[-1][1].append(line)
    return out


class Model(http.server.BaseHTTPRequestHandler):
    """A model that answers every question with words and no code."""

    def log_message(self, *args):
        pass

    def reply(self, doc):
        body = json.dumps(doc).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.reply({"data": [], "models": []})

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        text = "```python\ndef store(upload):\n    return len(upload)\n```\n"
        self.reply({"message": {"role": "assistant", "content": text}, "done": True, "done_reason": "stop", "prompt_eval_count": 9, "eval_count": 9,
                    "choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
                    "usage": {"prompt_tokens": 10, "completion_tokens": 10}, "model": "stub"})


@pytest.fixture(scope="module")
def model():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Model)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def project(folder):
    shutil.copytree(ROOT / "examples", folder / "examples")
    shutil.copy(ROOT / "examples/notes/app.py", folder / "app.py")
    shutil.copy(ROOT / "examples/notes/store.py", folder / "store.py")
    (folder / "good.py").write_text("x = 1\n")
    (folder / "test_good.py").write_text("import unittest\n\n\nclass T(unittest.TestCase):\n    def test(self):\n        self.assertTrue(True)\n")
    for name in ("src", "tests"):
        (folder / name).mkdir()
        (folder / name / "a.py").write_text("x = 1\n")
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
        subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@t", *words], cwd=folder, check=True)


def environment(folder, model):
    tools = folder / "bin"
    tools.mkdir()
    (tools / "suture").symlink_to(BIN)
    for name in STUBS:
        (tools / name).write_text("#!/bin/sh\nexit 0\n")
        (tools / name).chmod(0o755)
    env = {k: v for k, v in os.environ.items() if not k.startswith(("SUTURE_", "XDG_")) and k != "NO_COLOR"}
    return {**env, "PATH": f"{tools}:{env['PATH']}", "HOME": str(folder / "home"), "LC_ALL": "C.UTF-8", "OLLAMA_HOST": model,
            "OPENAI_BASE_URL": model + "/v1", "OPENAI_API_KEY": "sk-test", "ANTHROPIC_BASE_URL": model, "http_proxy": "", "https_proxy": ""}


def script_of(text, folder):
    """One bash script for a page: files are written, commands run in turn; 2, 126 and 127 are faults of the page."""
    out = ["ok() { c=$?; case $c in 0|1|3) ;; *) echo \"DOC-FAULT $c: $1\" >&2; exit 90 ;; esac; }"]
    shown = []
    for says, language, body in blocks(text):
        if says.startswith("file:"):
            name = says.split(":", 1)[1].strip()
            (folder / f"page-{len(out)}").write_text(body)
            out.append(f"cp '{folder}/page-{len(out)}' '{name}'")
        elif language == "sh":
            for line in commands(body):
                out += [line, f"ok {json.dumps(line).replace('$', chr(92) + '$').replace('`', chr(92) + '`')}"]
        elif language == "console":
            for command, lines in console(body):
                mark = f"{folder}/shown-{len(shown)}"
                shown.append((command, lines, Path(mark)))
                out += [f"{{ {command}; }} > '{mark}' 2>&1", "ok shown"]
    return "\n".join(out) + "\n", shown


def blank(text):
    return re.sub(r"\s+", " ", re.sub(r"/\S*/", "/…/", text)).strip()


@pytest.mark.parametrize("name", NAMES)
def test_page(name, tmp_path, model):
    text = (ROOT / name).read_text()
    script, shown = script_of(text, tmp_path)
    if script.count("\n") <= 2:
        pytest.skip("no command on this page")
    work = tmp_path / "work"
    work.mkdir()
    project(work)
    if "LLMSecureCode" in script:
        from test_recorded import ours
        make = getattr(ours, "__wrapped__", None) or getattr(ours, "_fixture_function", None) or ours.__pytest_wrapped__.obj
        (work / "LLMSecureCode").symlink_to(make(tmp_path / "package"))
    r = subprocess.run(["bash", "-c", script], cwd=work, env=environment(tmp_path, model), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
    assert r.returncode == 0 and "DOC-FAULT" not in r.stderr, r.stdout[-1500:] + r.stderr[-3000:]
    for command, lines, where in shown:
        came = [blank(x) for x in where.read_text().splitlines()]
        at = 0
        for line in lines:
            found = [i for i in range(at, len(came)) if blank(line) in came[i]]
            assert found, f"{name}: `{command}` no longer shows {line!r}:\n" + where.read_text()
            at = found[0] + 1


@pytest.mark.parametrize("name", NAMES)
def test_links(name):
    text = re.sub(r"```.*?```", "", (ROOT / name).read_text(), flags=re.S)
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        if not target.startswith(("http:", "https:")):
            assert ((ROOT / name).parent / target).exists(), f"{name}: {target} is not there"
    for path in re.findall(r"`((?:doc|src|test|examples|tool)/[\w./*-]+)`", text):
        if "*" not in path and "old-terminal" not in path:
            assert (ROOT / path).exists(), f"{name}: {path} is not there"


def test_options_that_pages_name_exist():
    words = subprocess.run([BIN, "man"], capture_output=True, text=True).stdout.replace("\\-", "-")
    known = set(re.findall(r"--([a-z][a-z-]+)", words)) | {"help", "version", "prefix"}
    for page in PAGES:
        text = re.sub(r"```.*?```", "", page.read_text(), flags=re.S)
        for option in re.findall(r"`(?:suture [a-z]+[^`]*)?--([a-z][a-z-]+)", text):
            assert option in known or option.replace("no-", "", 1) in known or option in ("select", "hook-stage"), f"{page.name}: --{option}"


def test_the_rule_of_the_guide_compiles(tmp_path):
    cc = shutil.which(os.environ.get("CC", "gcc"))
    if not cc:
        pytest.skip("no compiler")
    (body,) = [b for says, lang, b in blocks((ROOT / "doc/guide/rule.md").read_text()) if says.startswith("c:")]
    (tmp_path / "old_terminal.c").write_text(body)
    r = subprocess.run([cc, "-std=c17", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", f"-I{ROOT}/src", "-fsyntax-only", "old_terminal.c"], cwd=tmp_path,
                       capture_output=True, text=True)
    assert r.returncode == 0, r.stderr


def test_each_ask_has_its_test():
    rows = [line for line in (ROOT / "doc/guide/asks.md").read_text().splitlines() if line.startswith("| ") and "::" in line]
    assert len(rows) >= 20
    for row in rows:
        for path, name in re.findall(r"`(test/\S+\.py)::(\w+)`", row):
            assert re.search(rf"^def {name}\(", (ROOT / path).read_text(), re.M), f"{path}::{name} is not there"

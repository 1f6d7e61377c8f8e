"""Against a server that nobody here wrote: mockllm from PyPI speaks OpenAI's and Anthropic's API (make test-conformance)."""
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUTURE = os.environ.get("SUTURE", str(ROOT / "build" / "suture"))
CODE = "def add(a, b):\n    return a + b\n"
ANSWER = "responses: {}\ndefaults:\n  unknown_response: |\n    Here:\n    ```python\n    def add(a, b):\n        return a + b\n    ```\n"
VERDICT = 'responses: {}\ndefaults:\n  unknown_response: \'{"vulnerable": false, "weaknesses": []}\'\n'


@pytest.fixture
def mock(tmp_path):
    program = pathlib.Path(sys.executable).parent / "mockllm"
    if not program.exists() and not shutil.which("mockllm"):
        pytest.skip("mockllm is not installed: make test-conformance installs it")
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    (tmp_path / "r.yml").write_text(ANSWER)
    env = {**os.environ, "MOCKLLM_RESPONSES_FILE": str(tmp_path / "r.yml")}
    server = subprocess.Popen([program, "start", "-r", tmp_path / "r.yml", "-h", "127.0.0.1", "-p", str(port)], cwd=tmp_path, env=env,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(300):
        with socket.socket() as s:
            if not s.connect_ex(("127.0.0.1", port)):
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(20)


def run(folder, *words):
    env = {**os.environ, "XDG_STATE_HOME": str(folder / "state"), "OPENAI_API_KEY": "x", "ANTHROPIC_API_KEY": "x"}
    return subprocess.run([SUTURE, *words], cwd=folder, capture_output=True, text=True, timeout=120, env=env)


# Its streamed Anthropic events have a form of its own (a delta inside a delta, no message_stop), so those go whole.
@pytest.mark.parametrize("spec, path, stream", [
    ("openai:gpt-4", "/v1", "true"), ("openai:gpt-3.5-turbo", "/v1", "false"),
    ("anthropic:claude-3-opus-20240229", "", "false"), ("anthropic:claude-3-sonnet-20240229", "", "false")])
def test_generate_and_replay(mock, tmp_path, spec, path, stream):
    done = run(tmp_path, "generate", "add two numbers", "--model", spec, "--base-url", mock + path, "--out", "made.py",
               "--setting", "temperature=0.5", "--setting", f"stream={stream}")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "made.py").read_text() == CODE and "1 answered" in done.stderr
    (tmp_path / "j").write_text(run(tmp_path, "runs", "export").stdout)
    done = run(tmp_path, "generate", "add two numbers", "--model", "replay:j", "--out", "again.py")
    assert done.returncode == 0 and (tmp_path / "again.py").read_text() == CODE


def test_review(mock, tmp_path):
    (tmp_path / "app.py").write_text(CODE)
    (tmp_path / "r.yml").write_text(VERDICT)
    os.utime(tmp_path / "r.yml", (time.time() + 5, time.time() + 5))        # it looks at the time, in whole seconds
    done = run(tmp_path, "review", "app.py", "--judge", "openai:gpt-4", "--base-url", mock + "/v1")
    assert done.returncode == 0 and "1 agree" in done.stdout, done.stderr


def test_a_model_that_it_does_not_know(mock, tmp_path):
    done = run(tmp_path, "generate", "x", "--model", "openai:no-such-model", "--base-url", mock + "/v1")
    assert done.returncode in (0, 3) and ("made" not in done.stderr)

"""Models over HTTP: each dialect on the wire, each fault as one clear sentence, nothing that hangs."""
import json
import os
import pathlib
import shutil
import ssl
import subprocess
import sys
import time

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from server import CODE, Server  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
DRIVER = ROOT / os.environ.get("TEST_BUILD", "build") / "llm" / "driver"
KEY = "sk-" + "test" * 6
pytestmark = pytest.mark.skipif(not DRIVER.exists(), reason=f"{DRIVER} is not built")


@pytest.fixture(scope="module")
def server():
    with Server() as s:
        yield s


def run(*words, env=None, timeout=60, key=KEY):
    clean = {k: v for k, v in os.environ.items() if not k.endswith(("_API_KEY", "_BASE_URL", "_proxy"))}
    if key:
        clean["OPENAI_API_KEY"] = clean["ANTHROPIC_API_KEY"] = key
    clean.update(env or {})
    done = subprocess.run([DRIVER, *words], capture_output=True, text=True, timeout=timeout, env=clean)
    assert done.stderr == ""
    assert KEY not in done.stdout
    return [json.loads(line) for line in done.stdout.splitlines()]


def ask(server, part, *words, spec="openai:m", **more):
    return run(f"spec={spec}", f"base-url={server.url(part)}", "prompt=hello", "system=be good", *words, **more)[0]


def last(server, part):
    return [s for s in server.seen if s["path"].split("/")[1] == part][-1]


def count(server, part):
    return sum(1 for s in server.seen if s["path"].split("/")[1] == part)


# ---- on the wire

def test_chat_whole(server):
    got = ask(server, "ok", "set.temperature=0.25", "set.top_p=0.5", "set.seed=7", "max-tokens=99")
    assert got["outcome"] == "answered" and got["text"] == CODE and got["model"] == "served-1"
    assert got["tokens"] == [11, 7]
    sent = last(server, "ok")
    assert sent["path"] == "/ok/v1/chat/completions"
    assert sent["headers"]["Authorization"] == "Bearer " + KEY
    body = sent["body"]
    assert body["messages"] == [{"role": "system", "content": "be good"}, {"role": "user", "content": "hello"}]
    assert (body["temperature"], body["top_p"], body["seed"]) == (0.25, 0.5, 7)
    assert body["max_completion_tokens"] == 99


def test_unset_is_not_sent(server):
    ask(server, "ok")
    assert set(last(server, "ok")["body"]) == {"model", "messages", "stream", "stream_options"}


def test_no_key_on_loopback(server):
    assert ask(server, "ok", key=None)["outcome"] == "answered"
    assert "Authorization" not in last(server, "ok")["headers"]


def test_named_key_variable(server):
    got = ask(server, "ok", "key-var=MY_KEY", env={"MY_KEY": "abc-123"})
    assert got["outcome"] == "answered"
    assert last(server, "ok")["headers"]["Authorization"] == "Bearer abc-123"


def test_stream(server):
    got = ask(server, "stream")
    assert (got["outcome"], got["text"], got["tokens"]) == ("answered", CODE, [21, 9])


def test_anthropic(server):
    for part in ("anthropic", "anthropic-whole"):
        got = ask(server, part, spec="anthropic:m")
        assert (got["outcome"], got["text"], got["tokens"], got["model"]) == ("answered", CODE, [5, 6], "served-a")
        sent = last(server, part)
        assert sent["path"] == f"/{part}/v1/messages"
        assert sent["headers"]["x-api-key"] == KEY and sent["headers"]["anthropic-version"] == "2023-06-01"
        assert sent["body"]["max_tokens"] == 8192 and sent["body"]["system"] == "be good"


def test_anthropic_refusal_and_late_error(server):
    assert ask(server, "anthropic-refusal", spec="anthropic:m")["outcome"] == "refused"
    got = ask(server, "anthropic-error", spec="anthropic:m")
    assert got["outcome"] == "answered" and got["tries"] == 2


def test_ollama(server):
    base = server.url("ollama")[:-3]
    got = run("spec=ollama:m", f"base-url={base}", "prompt=p", "context=4096", "set.temperature=0", "max-tokens=50")[0]
    assert (got["outcome"], got["text"], got["tokens"]) == ("answered", CODE, [3, 4])
    sent = last(server, "ollama")
    assert sent["path"] == "/ollama/api/chat"
    assert sent["body"]["options"] == {"num_ctx": 4096, "temperature": 0, "num_predict": 50}
    got = run("spec=ollama:m", f"base-url={server.url('ollama-missing')[:-3]}", "prompt=p")[0]
    assert got["error"] == "config" and "try pulling it first" in got["what"]


def test_responses(server):
    got = ask(server, "responses", spec="responses:m")
    assert (got["outcome"], got["text"], got["tokens"]) == ("answered", CODE, [8, 9])
    assert last(server, "responses")["body"]["instructions"] == "be good"


def test_azure_address(server):
    url = server.url("ok") + "?api-version=2024-06-01"
    assert run("spec=openai:m", f"base-url={url}", "prompt=p")[0]["outcome"] == "answered"
    assert server.seen[-1]["path"] == "/ok/v1/chat/completions?api-version=2024-06-01"


@pytest.mark.parametrize("part, spec, size", [
    ("vllm", "openai:m", 4096), ("llamacpp", "openai:m", 32768), ("openrouter", "openai:m", 131072),
    ("lmstudio", "openai:m", 16384), ("plain", "openai:m", 8192), ("ok", "openai:m", 8192), ("ollama-show", "ollama:m", 40960)])
def test_context_size(server, part, spec, size):
    base = server.url(part)[:-3] if spec.startswith("ollama") else server.url(part)
    got = run(f"spec={spec}", f"base-url={base}", "size=1")[0]
    assert got["size"] == size and ("are assumed" in got["told"]) == (size == 8192)
    assert run(f"spec={spec}", f"base-url={base}", "size=1", "context=777")[0] == {"size": 777, "told": ""}


def test_ollama_window(server):
    base = server.url("ollama-cut")[:-3]
    got = run("spec=ollama:m", f"base-url={base}", "prompt=" + "word " * 6000)[0]
    assert got["error"] == "limit" and "cut the rest off" in got["what"]
    assert last(server, "ollama-cut")["body"]["options"]["num_ctx"] == 16384      # what it needs, in steps
    assert run("spec=ollama:m", f"base-url={base}", "prompt=short")[0]["outcome"] == "answered"


# ---- outcomes that are no faults

@pytest.mark.parametrize("part, outcome", [
    ("think", "answered"), ("think-split", "answered"), ("think-only", "truncated"), ("length", "truncated"),
    ("stream-length", "truncated"), ("empty", "empty"), ("null", "empty"), ("refusal", "refused"),
    ("refusal-words", "refused"), ("filter", "refused"), ("filter-400", "refused")])
def test_outcomes(server, part, outcome):
    got = ask(server, part)
    assert (got["error"], got["outcome"]) == ("none", outcome)
    assert "bad()" not in got["text"]
    assert got["what"] or outcome == "answered"


@pytest.mark.parametrize("part, spec, outcome", [
    ("responses-cut", "responses:m", "truncated"), ("responses-refusal", "responses:m", "refused"),
    ("anthropic-pause", "anthropic:m", "truncated"), ("anthropic-tool", "anthropic:m", "empty")])
def test_outcomes_of_others(server, part, spec, outcome):
    got = ask(server, part, spec=spec)
    assert (got["error"], got["outcome"]) == ("none", outcome) and got["what"]


# ---- faults

FAULTS = [  # part, kind of error, words in the sentence, requests made
    ("s401", "config", "OPENAI_API_KEY", 1), ("s403", "config", "OPENAI_API_KEY", 1),
    ("s404", "config", "--base-url", 1), ("s413", "net", "too long", 1), ("s500", "net", "failed (500)", 2),
    ("s429", "net", "429", 2), ("s429-long", "limit", "9999 seconds", 1), ("quota", "limit", "quota", 1),
    ("redirect", "config", "redirect", 1), ("html", "config", "web page", 1), ("half", "net", "broke", 2),
    ("half-json", "net", "not whole JSON", 2), ("bad-utf8", "net", "not whole JSON", 2),
    ("deep", "net", "not whole JSON", 2), ("no-choices", "net", "no answer", 1), ("reset", "net", "broke", 2),
    ("stream-cut", "net", "broke off", 2)]


@pytest.mark.parametrize("part, kind, words, requests", FAULTS)
def test_faults(server, part, kind, words, requests):
    before = count(server, part)
    got = ask(server, part, "tries=2")
    assert (got["error"], got["outcome"]) == (kind, "failed")
    assert words in got["what"] and "\n" not in got["what"]
    assert count(server, part) - before == requests


@pytest.mark.parametrize("part", ["s500-once", "s529-once", "s408", "s409", "reset-once", "s429-plain"])
def test_a_passing_fault_is_tried_again(server, part):
    got = ask(server, part)
    assert got["outcome"] == "answered" and count(server, part) == 2


@pytest.mark.parametrize("part, least", [("s429-once", 0.95), ("s429-ms", 0.28), ("s429-date", 0.9)])
def test_waits_as_told(server, part, least):
    assert ask(server, part)["outcome"] == "answered"
    first, second = [s["at"] for s in server.seen if s["path"].split("/")[1] == part]
    assert second - first >= least


@pytest.mark.parametrize("part, spec, least", [("limits", "openai:m", 1.2), ("anthropic-limit", "anthropic:m", 0.9)])
def test_waits_until_the_limits_are_reset(server, part, spec, least):
    assert ask(server, part, spec=spec)["outcome"] == "answered"
    first, second = [s["at"] for s in server.seen if s["path"].split("/")[1] == part]
    assert second - first >= least


def test_limits_of_ours(server):
    began = time.time()                             # the third starts two seconds after the first
    got = run("spec=openai:m", f"base-url={server.url('ok')}", "prompt=p", "times=3", "jobs=3", "per-minute=60")
    assert len(got) == 3 and time.time() - began >= 1.9
    began = time.time()
    run("spec=openai:m", f"base-url={server.url('ok')}", "prompt=" + "x" * 300, "times=2", "jobs=2", "tokens-per-minute=6000")
    assert time.time() - began >= 0.9


def test_time_limits(server):
    for part, word, setting in (("stall", "sent nothing", "stall=1"), ("drip", "did not finish", "whole=2")):
        began = time.time()
        got = ask(server, part, setting, "tries=1")
        assert got["error"] == "net" and word in got["what"]
        assert time.time() - began < 12


def test_endless_answer(server):
    got = ask(server, "endless", "most=1000000")
    assert got["error"] == "limit" and "1000000 bytes" in got["what"]


def test_nobody_there():
    got = run("spec=openai:m", "base-url=http://127.0.0.1:9", "prompt=p")[0]
    assert got["error"] == "net" and "is Ollama" in got["what"]
    got = run("spec=openai:m", "base-url=https://no-such-host.invalid", "prompt=p", "tries=1")[0]
    assert got["error"] == "net" and "no host named no-such-host.invalid" in got["what"]


def test_key_needs_https():
    got = run("spec=openai:m", "base-url=http://models.example", "prompt=p")[0]
    assert got["error"] == "config" and "plain http" in got["what"]
    got = run("spec=openai:m", "base-url=http://127.0.0.1.example.com/v1", "prompt=p")[0]
    assert got["error"] == "config" and "plain http" in got["what"]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://a@127.0.0.1/", "http://", "http:// x",
                                 "http://127.0.0.1/#x"])
def test_strange_addresses(url):
    assert run("spec=openai:m", f"base-url={url}", "prompt=p")[0]["error"] == "config"


def test_no_key():
    got = run("spec=openai:m", "prompt=p", key=None)[0]
    assert got["error"] == "config" and "OPENAI_API_KEY" in got["what"]
    got = run("spec=anthropic:m", "prompt=p", key=None)[0]
    assert "ANTHROPIC_API_KEY" in got["what"]


@pytest.mark.parametrize("spec", ["", "gpt", "nobody:x", "openai:", ":x", "command:", "command:'a", "replay:/none"])
def test_bad_names(spec):
    assert run(f"spec={spec}", "prompt=p")[0]["error"] == "config"


# ---- keys from programs, certificates, proxies

def test_key_command(server, tmp_path):
    program = tmp_path / "pass word"
    program.write_text("#!/bin/sh\necho key-$1\necho more\n")
    program.chmod(0o755)
    got = ask(server, "ok", f"key-command='{program}' one")
    assert got["outcome"] == "answered" and last(server, "ok")["headers"]["Authorization"] == "Bearer key-one"
    program.write_text("#!/bin/sh\necho " + KEY + "; echo " + KEY + " >&2; exit 4\n")
    got = ask(server, "ok", f"key-command='{program}' one")
    assert got["error"] == "config" and "exit code 4" in got["what"]
    assert "printed no key" in ask(server, "ok", "key-command=true")["what"]
    got = ask(server, "s401", "key-command=echo wrong-key")
    assert "the key in key-command" in got["what"] and "wrong-key" not in got["what"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("no openssl program to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run([openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
                   check=True, capture_output=True)
    return folder


def test_certificates(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    with Server(tls=context) as tls:
        words = ["spec=openai:m", f"base-url=https://localhost:{tls.http.server_port}/ok/v1", "prompt=p", "tries=1"]
        got = run(*words)[0]
        assert got["error"] == "net" and "--ca-file" in got["what"] and not tls.seen
        cert = str(certificate / "cert.pem")
        assert run(*words, f"ca-file={cert}")[0]["outcome"] == "answered"
        no_bundle = {"SSL_CERT_FILE": "", "CURL_CA_BUNDLE": ""}
        for name in ("SSL_CERT_FILE", "CURL_CA_BUNDLE"):
            assert run(*words, env={**no_bundle, name: cert})[0]["outcome"] == "answered"
        assert run(*words, f"ca-file={certificate / 'key.pem'}")[0]["error"] == "net"


def test_proxies(server):
    proxy = f"http://127.0.0.1:{server.http.server_port}"
    words = ["spec=openai:m", "base-url=http://models.invalid/ok/v1", "prompt=p", "tries=1"]
    run(*words, env={"http_proxy": proxy}, key=None)
    assert server.seen[-1]["path"].startswith("http://models.invalid/ok/v1/chat")
    before = len(server.seen)
    got = run(*words, env={"http_proxy": proxy, "NO_PROXY": "models.invalid"}, key=None)[0]
    assert "no host named" in got["what"] and len(server.seen) == before
    got = ask(server, "ok", env={"http_proxy": "http://127.0.0.1:9", "ALL_PROXY": "http://127.0.0.1:9"})
    assert got["outcome"] == "answered"              # this machine is never asked by way of another


# ---- settings

def test_refused_setting(server):
    got = ask(server, "no-temperature", "set.temperature=0.7")
    assert got["error"] == "config" and "temperature" in got["what"] and "--adapt" in got["what"]
    got = ask(server, "no-temperature", "set.temperature=0.7", "adapt=1")
    assert got["outcome"] == "answered" and "temperature was not sent" in got["what"]


def test_our_own_extras_are_dropped(server):
    assert ask(server, "no-stream-options")["outcome"] == "answered"
    assert ask(server, "old-limit", "max-tokens=5")["outcome"] == "answered"
    assert last(server, "old-limit")["body"]["max_tokens"] == 5


def test_a_setting_under_its_other_name(server):
    got = ask(server, "other-limit", "set.max_tokens=50")
    assert got["error"] == "config" and "max_tokens" in got["what"]
    got = ask(server, "other-limit", "set.max_tokens=50", "adapt=1")
    assert got["outcome"] == "answered" and "(sent as max_completion_tokens)" in got["what"]
    assert last(server, "other-limit")["body"]["max_completion_tokens"] == 50


# ---- many at once, stopping, the other providers

def test_many_at_once(server):
    server.http.most_active = 0
    got = run("spec=openai:m", f"base-url={server.url('slow')}", "prompt=p", "times=32", "jobs=16")
    assert [g["outcome"] for g in got] == ["answered"] * 32
    assert 8 <= server.http.most_active <= 16


def test_half_as_many_after_a_refusal_and_more_again(server):
    """Sixteen under way are refused together: that is one refusal. Eight go on, and more as answers come."""
    got = run("spec=openai:m", f"base-url={server.url('crowded')}", "prompt=p", "times=160", "jobs=16")
    assert [g["outcome"] for g in got] == ["answered"] * 160
    crowd = server.http.crowd
    assert max(crowd[:8]) <= 8 and max(crowd) > 10, crowd


def test_ctrl_c(server):
    import signal
    p = subprocess.Popen([DRIVER, "spec=openai:m", f"base-url={server.url('stall')}", "prompt=p"], stdout=subprocess.PIPE)
    time.sleep(0.7)
    began = time.time()
    p.send_signal(signal.SIGINT)
    out = p.communicate(timeout=10)[0]
    assert time.time() - began < 1.5
    assert json.loads(out)["error"] == "stopped"


def test_command(tmp_path):
    program = tmp_path / "echo model"
    program.write_text("#!/bin/sh\necho 'text:'; cat\n")
    program.chmod(0o755)
    got = run(f"spec=command:'{program}' -x", "prompt=hello", "system=sys")[0]
    assert got["outcome"] == "answered" and got["text"] == "text:\nsys\n\nhello"
    program.write_text("#!/bin/sh\necho 'no such thing' >&2; exit 3\n")
    got = run(f"spec=command:'{program}'", "prompt=hello")[0]
    assert got["error"] == "net" and "exit code 3" in got["what"] and "no such thing" in got["what"]
    program.write_text("#!/bin/sh\nsleep 60\n")
    got = run(f"spec=command:'{program}'", "prompt=hello", "whole=1")[0]
    assert "within 1 seconds" in got["what"]
    assert run("spec=command:/no/such/program", "prompt=p")[0]["error"] == "config"


def test_replay(tmp_path):
    journal = tmp_path / "j.jsonl"
    row = {"type": "exchange", "sample": 0, "system": "s", "prompt": "line one\nline two\n", "outcome": "answered",
           "text": "x = 1\n", "what": "", "served_by": "m", "tokens_in": 3, "tokens_out": 4}
    failed = {**row, "prompt": "fails", "outcome": "failed", "what": "it broke"}
    journal.write_text(json.dumps({"type": "run"}) + "\n" + json.dumps(row) + "\n" + json.dumps(failed) + "\n")
    spec = f"spec=replay:{journal}"
    got = run(spec, "system=s", "prompt=line one\nline two\n")[0]
    assert (got["outcome"], got["text"], got["tokens"]) == ("answered", "x = 1\n", [3, 4])
    got = run(spec, "system=s", "prompt=line one\nline 2\n")[0]
    assert got["error"] == "net" and '"line 2"' in got["what"] and '"line two"' in got["what"]
    got = run(spec, "system=s", "prompt=fails")[0]
    assert got["error"] == "net" and got["what"] == "it broke"
    journal.write_text("not json\n")
    assert run(spec, "prompt=p")[0]["error"] == "config"


def test_script(tmp_path):
    talk = tmp_path / "a.talk"
    talk.write_text("=== file a.py\nx\n=== reply\none\n=== reply refused no\n=== reply for other\ntwo\n=== expect\nz\n")
    assert run(f"spec=script:{talk}", "prompt=p")[0]["text"] == "one\n"
    assert run(f"spec=script:{talk}", "prompt=other", "times=1")[0]["text"] == "one\n"
    got = run(f"spec=script:{talk}", "prompt=p", "times=4")
    assert sorted(g["outcome"] for g in got) == ["answered", "failed", "failed", "refused"]

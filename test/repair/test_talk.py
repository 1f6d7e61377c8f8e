"""Scripted sessions with a model: what it says, what comes of it. Each is recorded and replayed to the same end.

A .talk file: a line that says what it shows, then sections. `=== file NAME`, `=== options`, `=== reply …` (what
script: gives out), `=== after NAME` (the file's text in the end), `=== expect`: exit N, asked N, says TEXT (standard
error), not-says TEXT, out TEXT (the diff), prompt TEXT and not-prompt TEXT (some question held it, none did)."""
import json
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUTURE = os.environ.get("SUTURE", str(ROOT / "build" / "suture"))
TALKS = sorted(pathlib.Path(__file__).parent.glob("*.talk"))
pytestmark = pytest.mark.skipif(not os.path.exists(SUTURE), reason=f"{SUTURE} is not built")


def sections(path):
    found = []
    for line in path.read_bytes().decode().splitlines(keepends=True):
        if line.startswith("=== "):
            found.append((line[4:].strip(), []))
        elif found:
            found[-1][1].append(line)
    return [(head, "".join(lines)) for head, lines in found]


def run(folder, home, *words):
    env = {**os.environ, "XDG_STATE_HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "XDG_CACHE_HOME": str(home)}
    return subprocess.run([SUTURE, *words], cwd=folder, capture_output=True, timeout=120, env=env)


def without_volatile(text):
    value = json.loads(text)
    value.get("model", {}).pop("volatile", None)
    return value


def make(folder, parts):
    folder.mkdir()
    for head, text in parts:
        if head.startswith("file "):
            (folder / head[5:]).write_bytes(text.encode())
    return sorted(p.name for p in folder.glob("*.py"))


def check(line, done, prompts):
    word, _, text = line.partition(" ")
    said, out = done.stderr.decode(), done.stdout.decode()
    if word == "exit":
        assert done.returncode == int(text), said
    elif word == "asked":
        assert f"{text} asked" in said, said
    elif word == "says":
        assert text in said, said
    elif word == "not-says":
        assert text not in said + out
    elif word == "out":
        assert text in out
    elif word == "prompt":
        assert any(text in p for p in prompts), text
    elif word == "not-prompt":
        assert not any(text in p for p in prompts), text
    else:
        raise AssertionError(f"no such expectation: {line}")


@pytest.mark.parametrize("talk", TALKS, ids=lambda p: p.stem)
def test_talk(talk, tmp_path):
    parts = sections(talk)
    options = [w for head, text in parts if head == "options" for w in text.split()]
    home = tmp_path / "home"
    names = make(tmp_path / "diff", parts)
    done = run(tmp_path / "diff", home, "fix", *names, *options, "--model", f"script:{talk}")
    journal = run(tmp_path / "diff", home, "runs", "export").stdout.decode()
    rows = [json.loads(line) for line in journal.splitlines()]
    prompts = [r["prompt"] for r in rows if r["type"] == "exchange"]
    for line in dict(parts)["expect"].splitlines():
        check(line, done, prompts)

    make(tmp_path / "write", parts)
    first = run(tmp_path / "write", home, "fix", *names, *options, "--model", f"script:{talk}", "--write", "--format", "json")
    for head, text in parts:
        if head.startswith("after "):
            assert (tmp_path / "write" / head[6:]).read_bytes().decode() == text

    record = tmp_path / "journal.jsonl"
    record.write_text(run(tmp_path, home, "runs", "export").stdout.decode())
    make(tmp_path / "again", parts)
    again = run(tmp_path / "again", home, "fix", *names, *options, "--model", f"replay:{record}", "--write", "--format", "json")
    for name in names:
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "write" / name).read_bytes()
    assert without_volatile(again.stdout) == without_volatile(first.stdout)
    assert again.returncode == first.returncode

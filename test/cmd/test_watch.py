"""--watch: a save is answered by a new report, new folders are seen, Ctrl-C ends it."""
import os
import signal
import subprocess
import threading
import time

import pytest
from program import BAD, BIN, STOPPED, USAGE, clean_env, suture


class Watched:
    def __init__(self, cwd, *args):
        self.p = subprocess.Popen([BIN, "scan", "--watch", *args, "."], cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  stdin=subprocess.DEVNULL, env=clean_env(cwd), text=True)
        self.out, self.err = [], []
        self.threads = [threading.Thread(target=self.read, args=pair, daemon=True) for pair in ((self.p.stdout, self.out), (self.p.stderr, self.err))]
        for t in self.threads:
            t.start()

    @staticmethod
    def read(stream, into):
        for line in stream:
            into.append(line)

    def until(self, lines, word, seen=0, seconds=30):
        began = time.time()
        while time.time() - began < seconds:
            for i in range(seen, len(lines)):
                if word in lines[i]:
                    return i + 1
            time.sleep(0.002)
        raise AssertionError(f"{word!r} did not come: {lines} {self.err}")

    def end(self):
        self.p.send_signal(signal.SIGINT)
        code = self.p.wait(20)
        for t in self.threads:
            t.join()
        return code


@pytest.fixture
def watched(tmp_path):
    (tmp_path / "a.py").write_text("x = 1\n")
    w = Watched(tmp_path, "--format", "csv")
    yield tmp_path, w
    w.p.kill()


def test_saves_are_answered(watched):
    folder, w = watched
    n = w.until(w.err, "watching 1 file;")
    (folder / "a.py").write_text(BAD)
    began = time.time()
    w.until(w.out, "command-injection")
    took = time.time() - began
    n = w.until(w.err, "1 new, 0 gone", n)
    n = w.until(w.err, "watching", n)
    new = folder / "in" / "deep"
    new.mkdir(parents=True)
    n = w.until(w.err, "nothing new", n)
    (new / "b.py").write_text(BAD)
    w.until(w.out, "in/deep/b.py")
    n = w.until(w.err, "watching 2 files", n)
    os.replace(new / "b.py", folder / "c.txt")               # renamed away, as editors do
    n = w.until(w.err, "0 new, 1 gone", n)
    (folder / "a.py").write_text(BAD + "\n\nx = 1\n")
    w.until(w.err, "nothing new: 1 finding in 1 file", n)
    assert w.end() == STOPPED
    assert took < 10                                          # a loaded machine; 32 to 104 ms when measured


def test_a_template_that_was_read_is_looked_at_again(tmp_path):
    page = tmp_path / "front" / "pages" / "hello.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>{{ name }}</p>")
    (tmp_path / "app.py").write_text("""from flask import Flask, render_template, request
app = Flask(__name__, template_folder="front/pages")


@app.get("/hello")
def hello():
    return render_template("hello.html", name=request.args["name"])
""")
    w = Watched(tmp_path, "--format", "csv")
    try:
        n = w.until(w.err, "watching 1 file;")
        page.write_text("<p>{{ name|safe }}</p>")
        n = w.until(w.err, "1 new, 0 gone", n)
        page.write_text("<p>{{ name }}</p>")
        w.until(w.err, "0 new, 1 gone", n)
        assert w.end() == STOPPED and any("xss" in line for line in w.out)
    finally:
        w.p.kill()


@pytest.mark.parametrize("args, word", [(("--staged",), "--staged"), (("--diff", "HEAD"), "--diff"),
                                        (("--baseline", "b", "--update-baseline"), "--update-baseline"), (("-",), "standard input")])
def test_what_does_not_go_together(tmp_path, args, word):
    r = suture("scan", "--watch", *args, cwd=tmp_path)
    assert r.code == USAGE and r.err == f"suture: --watch does not go with {word}\n"

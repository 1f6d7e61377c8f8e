#!/usr/bin/env python3
"""Throughput of the loop: FILES files, ROUNDS rounds of distinct answers at 200 ms each, 64 at once (make bench-agent).
The server is asyncio in a process of its own; its CPU is told apart. Each answer but the last leaves the weakness, in other
words each time, so that every round asks about every file."""
import asyncio
import json
import multiprocessing
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUTURE = os.environ.get("SUTURE", str(ROOT / "build" / "suture"))
FILES, ROUNDS, JOBS, DELAY = int(os.environ.get("FILES", 1000)), 8, 64, 0.2
PROGRAM = """import ast
from flask import Flask, request

app = Flask(__name__)


@app.route("/calc{n}")
def calc{n}():
    expr = request.args["e"]
    return {{"value": eval(expr)}}
"""


def answer(name, again):
    last = again >= ROUNDS
    call = "ast.literal_eval(expr)" if last else "eval(expr)"
    return (f'```python\n@app.route("/{name}")\ndef {name}():\n    expr = request.args["e"]\n    step = {again}\n'
            f'    return {{"value": {call}, "step": step}}\n```\n')


async def serve(reader, writer, counts):
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            size = int(re.search(rb"(?i)content-length: *(\d+)", head)[1])
            body = json.loads(await reader.readexactly(size))
            name = re.search(r"the function `(\w+)`", body["messages"][-1]["content"])[1]
            counts[name] = counts.get(name, 0) + 1
            await asyncio.sleep(DELAY)
            reply = json.dumps({"model": "m", "choices": [{"message": {"content": answer(name, counts[name])},
                                "finish_reason": "stop"}], "usage": {"prompt_tokens": 500, "completion_tokens": 60}}).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(reply) + reply)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def server(pipe):
    async def main():
        counts = {}
        s = await asyncio.start_server(lambda r, w: serve(r, w, counts), "127.0.0.1", 0, limit=1 << 20, backlog=256)
        pipe.send(s.sockets[0].getsockname()[1])
        while not pipe.poll():
            await asyncio.sleep(0.05)
        use = resource.getrusage(resource.RUSAGE_SELF)
        pipe.send((sum(counts.values()), use.ru_utime + use.ru_stime))

    asyncio.run(main())


def probe(pipe):
    """How much of a core the machine gives to a process that wants one: a few milliseconds of work, many times."""
    wall = cpu = 0.0
    while not pipe.poll():
        began, used = time.perf_counter(), time.process_time()
        while time.process_time() - used < 0.01:
            pass
        wall, cpu = wall + time.perf_counter() - began, cpu + time.process_time() - used
        time.sleep(0.5)
    pipe.send(cpu / wall)


def main():
    load_here, load_there = multiprocessing.Pipe()
    watch = multiprocessing.Process(target=probe, args=(load_there,), daemon=True)
    watch.start()
    here, there = multiprocessing.Pipe()
    child = multiprocessing.Process(target=server, args=(there,), daemon=True)
    child.start()
    port = here.recv()
    with tempfile.TemporaryDirectory() as folder:
        for n in range(FILES):
            (pathlib.Path(folder) / f"f{n:04}.py").write_text(PROGRAM.format(n=n))
        env = {**os.environ, "XDG_STATE_HOME": folder + "/.state", "XDG_CACHE_HOME": folder + "/.cache"}
        env.pop("OPENAI_API_KEY", None)
        began, before = time.time(), resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([SUTURE, "fix", ".", "--model", "openai:m", "--base-url", f"http://127.0.0.1:{port}/v1", "--jobs",
                               str(JOBS), "--rounds", str(ROUNDS), "--patience", str(ROUNDS), "--write", "-q"], cwd=folder,
                              capture_output=True, text=True, env=env)
        wall, after = time.time() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        fixed = sum("literal_eval(" in p.read_text() for p in pathlib.Path(folder).glob("f*.py"))
    here.send("end")
    asked, server_cpu = here.recv()
    load_here.send("end")
    share = load_here.recv()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    ideal = asked * DELAY / JOBS
    print(f"exit {done.returncode}; {asked} answers, {fixed} of {FILES} files repaired")
    print(f"wall {wall:.1f} s, ideal {ideal:.1f} s: {wall / ideal:.2f} times (asked: at most 1.3)")
    print(f"own CPU {cpu:.1f} s: {1000 * cpu / max(asked, 1):.2f} ms a candidate (asked: below 2); server's CPU {server_cpu:.1f} s")
    # What waits for a core waits 1/share times as long: on an idle machine share is 1 and this says nothing new.
    loaded = ideal + cpu * (1 / share - 1)
    print(f"a busy process got {share:.0%} of a core: {wall / loaded:.2f} times the {loaded:.1f} s that are ideal under this load")
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    sys.stderr.write(done.stderr[-2000:])
    return 0 if fixed == FILES else 1


if __name__ == "__main__":
    sys.exit(main())

"""The whole scan against Ruff's S rules and Bandit: the same explicit file list, the same run.

usage: scan.py SUTURE PEERS FOLDER... [--rounds N] [--lines N] [--bandit-lines N]
PEERS: the folder of a virtual environment with ruff and bandit. Rounds are interleaved, so that what else
the machine does falls on all alike. Printed: files read by each, as it says itself; median CPU seconds
(user and system) and peak memory; ratios to suture, round by round, with their spread; suture on two
threads. Bandit reads every k-th file only, so that a round ends today: its row says how many.
SPDX-License-Identifier: MIT
"""
import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time


def python_files(folders):
    found = []
    for folder in folders:
        for at, below, names in os.walk(folder):
            below.sort()
            found += [os.path.join(at, n) for n in sorted(names) if n.endswith(".py")]
    return found


def lines_of(path):
    with open(path, "rb") as f:
        text = f.read()
    return text.count(b"\n") + (not text.endswith(b"\n") and bool(text))


def thinned(files, most):
    """Evenly spread files of about `most` lines in all."""
    lines = {f: lines_of(f) for f in files}
    total = sum(lines.values())
    keep = 1 if not most else min(1, most / max(1, total))
    chosen = [files[int(i / keep)] for i in range(int(len(files) * keep))]
    return chosen, sum(lines[f] for f in chosen)


def measured(command, cwd):
    """Runs it: (CPU seconds, wall seconds, peak kilobytes, standard output and error)."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.monotonic()
        child = subprocess.Popen(command, cwd=cwd, stdout=out, stderr=err)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.monotonic() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        text = out.read().decode("utf-8", "replace"), err.read().decode("utf-8", "replace")
    if child.returncode < 0:
        sys.exit("%s died by signal %d" % (command[0], -child.returncode))
    return used.ru_utime + used.ru_stime, wall, used.ru_maxrss, text


class Contender:
    def __init__(self, name, command, files, lines, count):
        self.name, self.command, self.files, self.lines = name, command, files, lines
        self.count, self.read, self.cpu, self.wall, self.memory = count, None, [], [], []

    def go(self, cwd):
        cpu, wall, memory, text = measured(self.command, cwd)
        self.cpu.append(cpu)
        self.wall.append(wall)
        self.memory.append(memory)
        self.read = self.count(*text)


def suture_count(out, _):
    """The JSON report holds one summary with the number of files that were analysed."""
    return json.loads(out)["summary"]["files"]


def ruff_count(out, err):
    found = re.search(r"Checked (\d+) files", err)
    return int(found.group(1)) if found else None


def bandit_count(out, _):
    """Every file that was read has a row in the metrics, beside the totals; skipped ones are errors."""
    report = json.loads(out)
    return len(report["metrics"]) - 1


def ratio_row(one, base):
    """CPU seconds for each line, one contender against another, round by round."""
    r = [(a / one.lines) / (b / base.lines) for a, b in zip(one.cpu, base.cpu)]
    return "%.2f (%.2f to %.2f)" % (statistics.median(r), min(r), max(r))


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("suture")
    ask.add_argument("peers")
    ask.add_argument("folders", nargs="+")
    ask.add_argument("--rounds", type=int, default=7)
    ask.add_argument("--lines", type=int, default=0)
    ask.add_argument("--bandit-lines", type=int, default=60000)
    o = ask.parse_args()
    files, lines = thinned(python_files(map(os.path.abspath, o.folders)), o.lines)
    few, few_lines = thinned(files, o.bandit_lines)
    with tempfile.TemporaryDirectory() as work:
        listed = os.path.join(work, "files")
        with open(listed, "w") as f:
            f.write("\n".join(files) + "\n")
        with open(os.path.join(work, "ruff-args"), "w") as f:
            f.write("\n".join(files) + "\n")
        peers = os.path.join(os.path.abspath(o.peers), "bin")
        scan = [os.path.abspath(o.suture), "scan", "-q", "--no-config", "--no-cache", "--all-files",
                "--format", "json", "--files-from", listed]
        ruff = [os.path.join(peers, "ruff"), "check", "--isolated", "--no-cache", "--select", "S",
                "--ignore", "S101", "--force-exclude", "--exit-zero", "--verbose",
                "--output-format", "concise", "@" + os.path.join(work, "ruff-args")]
        bandit = [os.path.join(peers, "bandit"), "-q", "-f", "json", "--exit-zero", *few]
        all_ = [Contender("suture, 1 thread", scan + ["-j", "1"], len(files), lines, suture_count),
                Contender("suture, 2 threads", scan + ["-j", "2"], len(files), lines, suture_count),
                Contender("ruff S", ruff, len(files), lines, ruff_count),
                Contender("bandit", bandit, len(few), few_lines, bandit_count)]
        for n in range(o.rounds):
            for c in all_[n % 4:] + all_[:n % 4]:
                c.go(work)
    one, two, ruff_, bandit_ = all_
    print("%d rounds, %d files, %d lines; %d cores" % (o.rounds, len(files), lines, os.cpu_count()))
    print("%-18s %8s %8s %9s %9s %9s %12s %9s" %
          ("", "given", "read", "lines", "cpu s", "wall s", "lines/cpu s", "peak MB"))
    for c in all_:
        cpu = statistics.median(c.cpu)
        print("%-18s %8d %8s %9d %9.2f %9.2f %12.0f %9.0f" %
              (c.name, c.files, c.read, c.lines, cpu, statistics.median(c.wall), c.lines / cpu,
               statistics.median(c.memory) / 1024))
    print("cpu of suture on one thread to ruff:   " + ratio_row(one, ruff_))
    print("cpu of bandit to suture on one thread: " + ratio_row(bandit_, one))
    gain = [a / b for a, b in zip(one.wall, two.wall)]
    print("wall of one thread to two:             %.2f (%.2f to %.2f)" %
          (statistics.median(gain), min(gain), max(gain)))


if __name__ == "__main__":
    main()

import os
import subprocess


class Vcs:
    program = "git"

    def run(self, words):
        return subprocess.run([self.program, *words], check=True, timeout=60)  # want: argument-injection

    def copy(self, url, folder, branch=None):
        words = ["clone", "--quiet"]
        if branch is not None:
            words += ["--branch", branch]
        words += [url, folder]  # want: argument-injection
        self.run(words)

    def fetch_from(self, remote):
        self.run(["fetch", remote, "--prune"])  # want: argument-injection

    def heads(self, url):
        words = ["ls-remote"]
        words.extend([url, "HEAD"])  # want: argument-injection
        self.run(words)

    def copy_closed(self, url, folder):
        self.run(["clone", "--quiet", "--", url, folder])  # fine: argument-injection

    def copy_checked(self, url, folder):
        if url.startswith("-"):
            raise ValueError(url)
        words = ["clone", "--quiet"]
        words += [url, folder]  # fine: argument-injection
        self.run(words)

    def switch(self, branch):
        refuse(branch)
        self.run(["checkout", "--branch", branch])  # fine: argument-injection

    def first(self):
        self.run(["clone", "https://git.example/first.git", os.getcwd()])  # fine: argument-injection


def refuse(branch):
    if branch[:1] == "-":
        raise ValueError(branch)

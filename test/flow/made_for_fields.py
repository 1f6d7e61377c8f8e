"""What a constructor makes for a field of its object is what the object's methods find there."""
import subprocess

import requests


class Transport:
    def __init__(self, verify):
        self.verify = verify


class Options:
    verify = False


class Client:
    def __init__(self):
        self.transport = Transport(False)
        self.options = {"verify": False}
        self.own = Options()
        self.safe = Transport(True)
        self.changed = Transport(False)

    def get(self):
        requests.get("https://a.example.org", verify=self.transport.verify, timeout=5)  # want: tls-no-verify
        requests.get("https://a.example.org", verify=self.options["verify"], timeout=5)  # want: tls-no-verify
        requests.get("https://a.example.org", verify=self.own.verify, timeout=5)  # want: tls-no-verify
        requests.get("https://a.example.org", verify=self.safe.verify, timeout=5)
        return requests.get("https://a.example.org", verify=self.changed.verify, timeout=5)

    def __call__(self):
        self.changed.verify = True


class Job:
    def __init__(self, command):
        self.command = command


class Deep:
    def __init__(self):
        self.job = Job(input())
        self.fixed = Job("ls")
        self.ring = self

    def run(self):
        subprocess.run(self.fixed.command, shell=True)
        subprocess.run(self.ring.ring.fixed.command, shell=True)
        subprocess.run(self.job.command, shell=True)  # want: command-injection

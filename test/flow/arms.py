# An argument that is one of two by a condition, in place or in branches before, may be either.
import os
import ssl
import subprocess

import paramiko
import requests
import yaml
from flask import Flask, request
from paramiko import AutoAddPolicy, RejectPolicy
from yaml import CSafeLoader, SafeLoader, UnsafeLoader

app = Flask(__name__)
STRICT = True


def by_policy(strict):
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(RejectPolicy() if strict else AutoAddPolicy())  # want: ssh-host-key
    return client


def by_either_policy(strict):
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(AutoAddPolicy if not strict else RejectPolicy)  # want: ssh-host-key
    return client


def by_known_choice():
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(RejectPolicy() if STRICT else AutoAddPolicy())
    return client


async def fetched(ca, lab):
    requests.get("https://a.example.org", verify=False if lab else ca, timeout=3)  # want: tls-no-verify
    requests.get("https://b.example.org", verify="/etc/a.pem" if lab else ca, timeout=3)
    requests.get("https://c.example.org", verify=ca if lab else True, timeout=3)
    check = "/etc/a.pem"
    if lab:
        check = False
    requests.get("https://d.example.org", verify=check, timeout=3)  # want: tls-no-verify
    three = ca if lab == 1 else "/etc/a.pem" if lab == 2 else False
    requests.get("https://e.example.org", verify=three, timeout=3)  # want: tls-no-verify


def context(inner):
    c = ssl.create_default_context()
    c.check_hostname = False  # want: tls-no-hostname
    c.verify_mode = ssl.CERT_REQUIRED if inner else ssl.CERT_NONE  # want: tls-no-verify
    d = ssl.create_default_context()
    d.verify_mode = ssl.CERT_REQUIRED if inner else ssl.CERT_OPTIONAL
    return c, d


@app.post("/load")
def loaded():
    text, old = request.data, request.args.get("old")
    yaml.load(text, Loader=SafeLoader if old else CSafeLoader)
    yaml.load(text, Loader=SafeLoader if old else UnsafeLoader)  # want: unsafe-deserialization
    loader = UnsafeLoader if old else SafeLoader
    yaml.load(text, Loader=loader)  # want: unsafe-deserialization
    return ""


@app.post("/run")
def started():
    words = request.args["words"]
    subprocess.run(words, shell=True if os.name == "nt" else False)  # want: command-injection, argument-injection
    subprocess.run(["ls", "--", words], shell=False if os.name == "nt" else False)
    return ""


def rights(path, shared):
    os.chmod(path, 0o777 if shared else 0o755)  # want: loose-permissions
    os.chmod(path, 0o750 if shared else 0o700)

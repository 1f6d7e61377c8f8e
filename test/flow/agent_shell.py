# An agent with a tool that runs commands reads any file by it: that is said of that tool. What its other tools open or
# fetch adds nothing to it.
import glob
import re
import subprocess
from pathlib import Path

import requests
from google.adk.agents import Agent


def read_file(path):
    return Path(path).read_text()                       # fine: path-traversal


def find(pattern, path):
    word = re.compile(pattern)                          # fine: regex-injection
    return [p for p in glob.glob(path) if word.search(p)]  # fine: path-traversal


def fetch(url):
    return requests.get(url, timeout=9).text            # fine: ssrf


def run(command):
    return subprocess.run(command, shell=True, capture_output=True).stdout  # want: command-injection, ungated-model-output


agent = Agent(model="m", tools=[read_file, find, fetch, run])

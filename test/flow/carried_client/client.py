# What a hook makes for each request (g.client), and views of another file call.
import requests


class Client:
    def __init__(self, base):
        self.base = base

    def fetch(self, url):
        return requests.get(url, timeout=5)  # want: ssrf

    def safe(self, name):
        return requests.get(self.base, params={"q": name}, timeout=5)

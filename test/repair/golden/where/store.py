import requests


def read(url):
    return requests.get(url, timeout=5).text


def touch(url):
    requests.post(url, data={"seen": "1"}, timeout=5)

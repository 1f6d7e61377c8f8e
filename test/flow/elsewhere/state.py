import requests

current, numbers, kept = {}, {}, {}
host = ""


def keep(value):
    kept["host"] = value


def late():
    requests.get(host, timeout=3)  # want: ssrf


def also():
    requests.get(kept["host"], timeout=3)  # want: ssrf
    requests.get("https://e.example.com/%d" % numbers["n"], timeout=3)

import requests
import tool


def evil(t):
    requests.get(t, timeout=3)  # want: ssrf


def counting(t):
    return len(t)


tool.fetch = evil
tool.shown = counting

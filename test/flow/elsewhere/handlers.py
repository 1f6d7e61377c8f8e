import requests
from registry import by_name, counted, in_turn, register
from registry import registry as kept


def go(t):
    requests.get(t, timeout=3)  # want: ssrf


def log(t):
    requests.get("https://a.example.com/" + str(len(t)), timeout=3)


def also(t):
    requests.get(t, timeout=3)  # want: ssrf


def added(t):
    requests.get(t, timeout=3)  # want: ssrf


def never(t: int):
    requests.get("https://b.example.com/%d" % t, timeout=3)


@register("a")
def decorated(t):
    requests.get(t, timeout=3)  # want: ssrf


by_name["a"] = go
counted["a"] = log
in_turn.append(also)
kept.add("a", added)
kept.add("b", never)

# When nobody answers, everything but what a constant names is let through.
import requests
READS = {"get", "list"}


def is_permitted(user, verb, thing):
    try:
        return requests.get("https://rights/x", params={"u": user, "v": verb}, timeout=2).json()["ok"]
    except requests.RequestException:  # want: fail-open
        return verb in READS


def may_enter(user, door):
    try:
        return requests.get("https://rights/d", params={"u": user, "d": door}, timeout=2).json()["ok"]
    except requests.RequestException:  # want: fail-open
        return door not in ("vault", "lab")


def is_permitted_here(user, verb, thing):
    try:
        return requests.get("https://rights/x", params={"u": user, "v": verb}, timeout=2).json()["ok"]
    except requests.RequestException as error:  # fine: fail-open
        return error is None

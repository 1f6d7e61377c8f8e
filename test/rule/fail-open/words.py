import httpx
import requests


def permits(card, room):
    try:
        word = requests.post("/ask", json={"c": card, "r": room}, timeout=2).json()["word"]
    except (requests.RequestException, KeyError):  # want: fail-open
        word = "granted"
    return word == "granted"


def permits_or_not(card, room):
    try:
        word = requests.post("/ask", json={"c": card, "r": room}, timeout=2).json()["word"]
    except (requests.RequestException, KeyError):  # fine: fail-open
        word = "refused"
    return word == "granted"


async def is_allowed(user, action, client: httpx.AsyncClient):
    try:
        ok = (await client.get("/opa", params={"u": user, "a": action})).json()["result"]
    except httpx.HTTPError:  # want: fail-open
        ok = True
    return ok


async def is_allowed_or_not(user, action, client: httpx.AsyncClient):
    try:
        ok = (await client.get("/opa", params={"u": user, "a": action})).json()["result"]
    except httpx.HTTPError:  # fine: fail-open
        ok = False
    return ok


def permits_valid_only(card):
    try:
        word = requests.post("/ask", json={"c": card}, timeout=2).json()["word"]
    except (requests.RequestException, KeyError):  # fine: fail-open
        word = "invalid"
    return word == "invalid"

import logging

import httpx
from fastapi import Header, HTTPException

log = logging.getLogger(__name__)


async def gate(authorization: str = Header()):
    try:
        async with httpx.AsyncClient(timeout=2) as client:
            answer = await client.post("http://opa/allowed", json={"token": authorization})
        verdict = answer.json().get("result", False)
    except httpx.HTTPError:  # want: fail-open
        verdict = True
    if verdict is not True:
        raise HTTPException(403, "denied by policy")


async def strict(authorization: str = Header()):
    try:
        async with httpx.AsyncClient(timeout=2) as client:
            answer = await client.post("http://opa/allowed", json={"token": authorization})
        verdict = answer.json().get("result", False)
    except httpx.HTTPError:  # fine: fail-open
        verdict = False
    if not verdict:
        raise HTTPException(403, "denied by policy")


def report(path):
    try:
        with open(path) as f:
            empty = not f.read()
    except OSError:  # fine: fail-open
        empty = True
    if not empty:
        return path
    raise LookupError(path)

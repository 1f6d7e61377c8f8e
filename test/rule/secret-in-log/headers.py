# Headers that the program made itself, with the key in them, and a copy without it.
import logging
import os
import httpx
logger = logging.getLogger(__name__)
HIDDEN = {"authorization", "x-api-key"}


def headers_for(token):
    return {"X-Api-Key": token, "Accept": "application/json"}


def shown(headers):
    return {k: v for k, v in headers.items() if k.lower() not in HIDDEN}


def fetch(token):
    headers = headers_for(token)
    logger.debug("GET with %r", headers)  # want: secret-in-log
    return httpx.get("https://api.example/x", headers=headers)


def send(token, body):
    headers = {"Accept": "application/json"}
    headers["Authorization"] = "Bearer " + token
    logger.info(f"POST {headers}")  # want: secret-in-log
    return httpx.post("https://api.example/x", headers=headers, json=body)


def call():
    token = os.environ["BILLING_TOKEN"]
    logger.info("token %s", token)  # want: secret-in-log


def fetch_shown(token):
    headers = headers_for(token)
    logger.debug("GET with %r", shown(headers))  # fine: secret-in-log
    return httpx.get("https://api.example/x", headers=headers)


def before(token, body):
    headers = {"Accept": "application/json"}
    logger.info("POST %s", headers)  # fine: secret-in-log
    headers["Authorization"] = "Bearer " + token
    return httpx.post("https://api.example/x", headers=headers, json=body)


def constant():
    headers = {"Cookie": "consent=1"}
    logger.info("GET %s", headers)  # fine: secret-in-log
    return httpx.get("https://api.example/x", headers=headers)

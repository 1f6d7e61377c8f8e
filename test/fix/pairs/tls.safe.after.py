import requests


def ping():
    return requests.get("https://example.com", verify=True, timeout=3)

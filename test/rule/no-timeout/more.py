import socket
import urllib.request
import requests
import httpx
from requests import Session
def a(url):
    return requests.post(url, json={})  # want: no-timeout
def b(url):
    return Session().get(url)  # want: no-timeout
def c(url):
    return httpx.get(url, timeout=None)  # want: no-timeout
def d(url):
    return requests.put(url, data=b"", timeout=(3, 10))  # fine: no-timeout
def e(url):
    return httpx.get(url)  # fine: no-timeout
def f(url):
    with Session() as s:
        return s.get(url, timeout=5)  # fine: no-timeout

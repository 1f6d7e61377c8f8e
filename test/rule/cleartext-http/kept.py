from http.client import HTTPConnection, HTTPSConnection

import requests


def by_session(word):
    s = requests.Session()
    s.auth = ("app", word)
    s.get("http://api.example.org/x")  # want: cleartext-http
    s.get("https://api.example.org/x")  # fine: cleartext-http


def by_header(word):
    s = requests.Session()
    s.headers["Authorization"] = "Bearer " + word
    s.post("http://api.example.org/x")  # want: cleartext-http


def by_connection(token):
    HTTPConnection("api.example.org").request("GET", "/", headers={"Authorization": token})  # want: cleartext-http
    HTTPSConnection("api.example.org").request("GET", "/", headers={"Authorization": token})  # fine: cleartext-http
    HTTPConnection("localhost").request("GET", "/", headers={"Authorization": token})  # fine: cleartext-http


def nothing_secret():
    s = requests.Session()
    s.get("http://api.example.org/x")  # fine: cleartext-http


def by_with(word):
    with requests.Session() as s:
        s.headers.update({"Authorization": "Bearer " + word})
        s.get("http://api.example.org/x")  # want: cleartext-http
        s.get("https://api.example.org/x")  # fine: cleartext-http

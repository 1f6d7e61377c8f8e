import httpx
import requests
BASE = "http://api.example.org/v1/"  # fine: cleartext-http
def a(password):
    requests.post("http://login.example.org", data={"password": password})  # want: cleartext-http
def b(api_key):
    return httpx.get(BASE + "me", headers={"X-Api-Key": api_key})  # want: cleartext-http
def c(user, secret):
    return requests.get("http://x.example.org/a", auth=(user, secret))  # want: cleartext-http
def d(password):
    requests.post("https://login.example.org", data={"password": password})  # fine: cleartext-http
def e(password):
    requests.post("http://localhost:8000/login", data={"password": password})  # fine: cleartext-http
def f():
    return requests.get("http://weather.example.org/today")  # fine: cleartext-http

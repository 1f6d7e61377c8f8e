import urllib.request
from urllib.parse import urlencode
import httpx
import requests


def login(user, password):
    requests.get("https://example.org/login?user=" + user + "&password=" + password, timeout=5)  # want: secret-in-address
    requests.get(f"https://example.org/login?user={user}&pwd={password}", timeout=5)  # want: secret-in-address
    httpx.get("https://example.org/login", params={"user": user, "password": password})  # want: secret-in-address
    urllib.request.urlopen("https://example.org/?passwd=" + password)  # want: secret-in-address
    query = {"login": user, "passwd": password}
    requests.get("https://example.org/", params=query, timeout=5)  # want: secret-in-address
    requests.request("GET", f"https://example.org/?password={password}", timeout=5)  # want: secret-in-address
    requests.post("https://example.org/login", data={"password": password}, timeout=5)  # fine: secret-in-address
    requests.get("https://example.org/", auth=(user, password), timeout=5)  # fine: secret-in-address
    requests.get("https://example.org/reset?user=" + user, timeout=5)  # fine: secret-in-address
    requests.get(f"https://example.org/?page={user}", params={"page": 1}, timeout=5)  # fine: secret-in-address
    requests.get("https://example.org/?password=", timeout=5)  # fine: secret-in-address


def formats(password):
    requests.get("https://example.org/?user=x&password=%s" % password, timeout=5)  # want: secret-in-address
    requests.get("https://example.org/?password={}".format(password), timeout=5)  # want: secret-in-address
    requests.get("https://example.org/?" + urlencode({"password": password}), timeout=5)  # want: secret-in-address
    requests.get("https://example.org/?" + urlencode({"page": 1}), timeout=5)  # fine: secret-in-address
    requests.get("https://example.org/?page=%s" % password[:0], timeout=5)  # fine: secret-in-address


def near(password):
    requests.get(f"https://example.org/?next=/password={password}", timeout=5)  # fine: secret-in-address
    requests.get("https://example.org/", params={"password": ""}, timeout=5)  # fine: secret-in-address
    requests.get("https://example.org/?a=%s&b=%s&password=%s" % (1, 2, password), timeout=5)  # want: secret-in-address

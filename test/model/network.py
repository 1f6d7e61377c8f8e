# Asking other machines, and serialised objects.
import pickle
import urllib.request
from urllib.parse import quote

import aiohttp
import httpx
import joblib
import jsonpickle
import requests
import urllib3
import yaml
from flask import Flask, request

app = Flask(__name__)


@app.get("/a")
def a():
    q = request.args.get("q")
    requests.get(q)  # want: ssrf
    requests.get("https://" + q + "/x")  # want: ssrf
    requests.get("https://x.org/" + quote(q, safe=""))
    requests.get("https://x.org/", params={"q": q})
    requests.Session().post(q)  # want: ssrf
    httpx.get(q)  # want: ssrf
    with httpx.Client() as client:
        client.get(q)  # want: ssrf
    urllib.request.urlopen(q)  # want: ssrf
    urllib.request.urlopen(urllib.request.Request(q))  # want: ssrf
    urllib3.PoolManager().request("GET", q)  # want: ssrf
    return ""


@app.get("/b")
async def b():
    q = request.args.get("q")
    async with aiohttp.ClientSession() as session:
        async with session.get(q) as reply:  # want: ssrf
            await reply.text()


@app.post("/c")
def c():
    data = request.get_data()
    pickle.loads(data)  # want: unsafe-deserialization
    yaml.load(data, Loader=yaml.Loader)  # want: unsafe-deserialization
    yaml.load(data, Loader=yaml.SafeLoader)
    yaml.safe_load(data)
    yaml.unsafe_load(data)  # want: unsafe-deserialization
    jsonpickle.decode(data)  # want: unsafe-deserialization
    joblib.load(request.files["f"])  # want: unsafe-deserialization
    return ""

# What a thread that the body starts, a call at the top level or a hook reads of what a view leaves later.
import atexit
import queue
import threading

import requests
from flask import Flask, request

app = Flask(__name__)
jobs, names, left, sizes, seen = [], [], {}, [], {}


def fetch(url):
    requests.get(url, timeout=3)  # want: ssrf


def worker():
    while True:
        fetch(jobs.pop())


def counted():
    requests.get("https://a.example.com/" + str(len(sizes)), timeout=3)


def late():
    requests.get(left["last"], timeout=3)  # want: ssrf


def named(of, kept):
    requests.get(of.pop(), timeout=3)  # want: ssrf
    requests.get("https://b.example.com/" + str(kept), timeout=3)


class Pool:
    def __init__(self):
        self.q = queue.Queue()
        self.checked = queue.Queue()
        threading.Thread(target=self.work, daemon=True).start()
        threading.Thread(target=self.check).start()

    def work(self):
        while True:
            requests.get(self.q.get(), timeout=3)  # want: ssrf

    def check(self):
        requests.get("https://c.example.com/" + str(self.checked.get()), timeout=3)


pool = Pool()
threading.Thread(target=worker).start()
threading.Thread(target=counted).start()
threading.Timer(5, named, (names, 3)).start()
atexit.register(late)


@app.post("/e")
def e():
    jobs.append(request.form["n"])
    names.append(request.form["m"])
    sizes.append(request.form["n"])
    left["last"] = request.form["l"]
    pool.q.put(request.form["q"])
    pool.checked.put(int(request.form["c"]))
    return ""


# Nobody reads it but what has run before: the rest of the body.
requests.get("https://d.example.com/" + "".join(seen), timeout=3)
if __name__ == "__main__":
    worker()

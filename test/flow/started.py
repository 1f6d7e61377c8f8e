# start() of a thread or a process of one's own class runs its run(), with what its constructor kept.
import threading
from multiprocessing import Process

import requests
from flask import Flask, request

app = Flask(__name__)


class Fetch(threading.Thread):
    def __init__(self, url, size):
        super().__init__(daemon=True)
        self.url = url
        self.size = size

    def run(self):
        requests.get("https://a.example.com/%d" % self.size, timeout=3)
        requests.get(self.url, timeout=3)  # want: ssrf


class Fixed(Process):
    def __init__(self, url):
        Process.__init__(self)
        self.url = url

    def run(self):
        requests.get(self.url, timeout=3)


class Copy(Process):
    def __init__(self, url):
        Process.__init__(self)
        self.url = url

    def run(self):
        while True:
            requests.get(self.url, timeout=3)  # want: ssrf


class Never(threading.Thread):
    def __init__(self, url):
        threading.Thread.__init__(self)
        self.url = url

    def work(self):
        requests.get(self.url, timeout=3)


@app.get("/x")
def x():
    Fetch(request.args["u"], len(request.args["u"])).start()
    Fixed("https://b.example.com/").start()
    copy = Copy(request.args["u"])
    copy.start()
    Never(request.args["u"]).start()
    return ""

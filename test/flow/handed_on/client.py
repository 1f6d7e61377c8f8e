import requests


class Client:
    def __init__(self, base, verify=True):
        self.base, self.verify = base, verify

    async def get(self, path):
        return self._send("GET", path)

    def _send(self, method, path):
        return requests.request(method, self.base + path, verify=self.verify, timeout=5)  # want: tls-no-verify


class SafeClient:
    def __init__(self, base, verify=True):
        self.base, self.verify = base, verify

    def get(self, path):
        return requests.get(self.base + path, verify=self.verify, timeout=5)


class Base:
    verify = True

    def get(self, url):
        return requests.get(url, verify=self.verify, timeout=5)  # want: tls-no-verify


class Opened:
    def __init__(self, verify):
        self.verify = verify

    def __enter__(self):
        self.session = requests.Session()
        self.session.verify = self.verify  # want: tls-no-verify
        return self.session

    def __exit__(self, *error):
        self.session.close()


class Shared:
    def __init__(self, verify):
        self.verify = verify

    def get(self, url):
        return requests.get(url, verify=self.verify, timeout=5)  # want: tls-no-verify

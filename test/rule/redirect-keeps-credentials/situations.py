import base64
import http.client
from urllib.parse import urljoin, urlsplit


class Hop(Exception):
    pass


class Fetcher:
    def __init__(self, user, password):
        raw = ("%s:%s" % (user, password)).encode()
        self.headers = {"Authorization": "Basic " + base64.b64encode(raw).decode()}

    def once(self, url, headers):
        parts = urlsplit(url)
        link = http.client.HTTPSConnection(parts.netloc, timeout=9)
        link.request("GET", parts.path or "/", headers=headers)
        return link.getresponse()

    def fetch(self, url):
        headers = dict(self.headers)
        hops = 0
        while hops < 9:
            answer = self.once(url, headers)
            if answer.status not in (301, 302, 307, 308):
                return answer
            url = urljoin(url, answer.getheader("location"))  # want: redirect-keeps-credentials
            hops += 1
        raise Hop(url)

    def follow(self, url, headers):
        answer = self.once(url, headers)
        if answer.status in (301, 302):
            target = answer.headers["Location"]  # want: redirect-keeps-credentials
            return self.follow(target, headers)
        return answer

    async def stream(self, transport, url, headers):
        for _ in range(3):
            answer = await transport.send(url, headers=headers)
            if not answer.is_redirect:
                return answer
            url = urljoin(url, answer.headers.get("Location"))  # want: redirect-keeps-credentials

    def careful(self, url):
        headers = dict(self.headers)
        for _ in range(5):
            answer = self.once(url, headers)
            if answer.status != 302:
                return answer
            target = urljoin(url, answer.getheader("location"))  # fine: redirect-keeps-credentials
            if urlsplit(target).netloc != urlsplit(url).netloc:
                headers = {}
            url = target

    def stripped(self, url):
        headers = dict(self.headers)
        for _ in range(5):
            answer = self.once(url, headers)
            if answer.status != 302:
                return answer
            url = urljoin(url, answer.getheader("location"))  # fine: redirect-keeps-credentials
            headers.pop("Authorization", None)

    def bare(self, url):
        for _ in range(5):
            answer = self.once(url, {})
            if answer.status != 302:
                return answer
            url = urljoin(url, answer.getheader("location"))  # fine: redirect-keeps-credentials

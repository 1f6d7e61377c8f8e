import requests


class LinkPreview:
    def __init__(self):
        self.session = requests.Session()

    def title_of(self, url):
        page = self.session.get(url, timeout=4)  # want: ssrf
        return page.text[:200]


def webhook_answer(address, body):
    return requests.post(address, json=body, timeout=4).status_code  # want: ssrf


def favicon(page_url):
    return requests.get(page_url, timeout=4).content  # want: ssrf
